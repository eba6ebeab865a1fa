"""Room 4: one file per prompt with declared blanks, and budgets in tokens.

A prompt file starts with a line ``blanks: name, name``, then an empty line, then the text with
``{name}`` where a blank is filled. Braces in what is filled in are left as they are.
"""

from __future__ import annotations

from prompts.budget import count_tokens, within_budget
from prompts.prompt import Prompt, load

__all__ = ["Prompt", "count_tokens", "load", "within_budget"]
