"""Owns made-up lists of decisions, each set as another municipality sets its lists (Typst)."""

from __future__ import annotations

NUMBERED_HEADINGS = """
#set page(numbering: "1 / 1")
*Gemeente Hoogveld*

*OPENBARE BESLUITENLIJST*

College van burgemeester en wethouders, dinsdag 14 maart 2023

Aanwezig: burgemeester A. de Wit, wethouders B. Smit, C. Jansen en D. Bakker

*1. Vaststelling besluitenlijst 7 maart 2023*

De besluitenlijst wordt vastgesteld.

*2. Nota grondbeleid 2023-2027*

Portefeuillehouder: wethouder Smit

Het college besluit:
+ de Nota grondbeleid 2023-2027 voor zienswijzen ter inzage te leggen;
+ de raad hierover te informeren met bijgaande raadsinformatiebrief.

*4. Raadsvoorstel krediet rotonde Kanaalweg*

Portefeuillehouder: wethouder Bakker

Het college besluit de raad voor te stellen een krediet van € 450.000 beschikbaar te stellen.

*5. Rondvraag*

Er zijn geen punten.
"""

NUMBERED_LINES = """
Besluitenlijst B&W 5 september 2023

1. Verslag vorige vergadering

Besluit:
Conform.

2. Verkeersbesluit Dorpsstraat (wethouder Van der Laan)

Samenvatting: In de Dorpsstraat komt een zone van 30 kilometer per uur.

Besluit:
1. Het verkeersbesluit te nemen.
2. De kosten van € 8.000 te dekken uit het budget verkeersmaatregelen.

3. Principeverzoek Zandpad 12

Besluit:
Aangehouden.

4. Jaarverslag klachten 2022

Besluit:
Voor kennisgeving aangenomen.
"""

TABLE = """
= Besluitenlijst college van B&W gemeente Veenrijk d.d. 11 april 2023

#table(columns: (1.2cm, 5cm, 3cm, 6cm), stroke: 0.5pt,
 [*Nr.*],[*Onderwerp*],[*Portefeuillehouder*],[*Besluit*],
 [1],[Openbare besluitenlijst 4 april 2023],[Burgemeester],[Vastgesteld.],
 [2],[Uitvoeringsprogramma duurzaamheid],[Wethouder Postma],[1. Het uitvoeringsprogramma vast te
  stellen. 2. De raad te informeren.],
 [3a],[Krediet school De Regenboog],[Wethouder Dijkstra],[De raad voor te stellen een krediet van
  € 1.200.000 beschikbaar te stellen voor de nieuwbouw.],
 [3b],[Huurovereenkomst gymzaal],[Wethouder Dijkstra],[Conform advies.],
)
"""

LABELLED_LINES = """
= Besluitenlijst collegevergadering

Datum: 21 februari 2023

== Portefeuille wethouder J. Hendriks

Zaaknummer: Z/23/104512 \\
Onderwerp: Beleidsregels standplaatsen 2023 \\
Kernboodschap: De regels voor standplaatsen zijn vernieuwd. \\
Besluit: Het college stelt de Beleidsregels standplaatsen 2023 vast.

Zaaknummer: Z/23/104877 \\
Onderwerp: Zienswijze ontwerpbegroting GGD \\
Kernboodschap: De begroting van de GGD stijgt. \\
Besluit: De raad voor te stellen een zienswijze in te dienen.

== Portefeuille burgemeester P. van Dam

Zaaknummer: Z/23/105001 \\
Onderwerp: Evenementenkalender 2023 \\
Kernboodschap: De kalender is aangepast. \\
Besluit: Conform voorstel.
"""

FORM_PER_POINT = """
= Openbare besluitenlijst B en W van 6 juni 2023

#let point(o, p, s, b) = table(columns: (4cm, 11cm), stroke: 0.5pt, [Onderwerp], [#o],
  [Portefeuillehouder], [#p], [Samenvatting], [#s], [Besluit], [#b])
#point("Groenbeheerplan 2023-2032", "H. Mulder", "Het plan beschrijft het onderhoud van bomen.",
  "Het college heeft besloten het Groenbeheerplan vast te stellen.")
#v(6pt)
#point("Aanwijzing stemlokalen", "A. Visser", "Voor de verkiezingen zijn stemlokalen nodig.",
  "Conform.")
"""

COUNCIL = """
= Besluitenlijst raadsvergadering gemeente Lommerdal
Donderdag 28 september 2023, 20.00 uur, raadzaal

== Agendapunt 1: Opening en mededelingen
De voorzitter opent de vergadering.

== Hamerstukken

== Agendapunt 5: Verordening onderwijshuisvesting 2023
Besluit: Zonder hoofdelijke stemming aangenomen.

== Bespreekstukken

== Agendapunt 7: Bestemmingsplan Buitengebied, 3e herziening
Amendement A1 (D66 en CDA) is verworpen met 8 stemmen voor en 15 tegen.

Besluit: Het voorstel is aangenomen met 18 stemmen voor en 5 tegen.

== Agendapunt 8: Kapverordening
Besluit: Het voorstel is verworpen.
"""

BULLETS = """
*Besluiten van het college, 17 januari 2024*

*Wethouder Van Vliet (wonen, ruimte, grondzaken)*

- *Prestatieafspraken 2024.* Het college stemt in met de prestatieafspraken met de corporaties.
- *Startnotitie Stationsgebied.* Het college stelt de startnotitie vast en stuurt deze ter
  kennisname naar de raad.

*Wethouder De Graaf (sociaal domein, onderwijs)*

- *Beleidsplan schuldhulpverlening.* Het college biedt het beleidsplan ter vaststelling aan de raad
  aan.
"""

PROVINCE = """
*Besluitenlijst Gedeputeerde Staten*

Vergadering van 16 mei 2023

A. Algemeen

A-01 Vaststelling besluitenlijst 9 mei 2023

Besluit: Vastgesteld.

B. Voorstellen

B-01 Natuurbeheerplan 2024

Portefeuillehouder: gedeputeerde Sanders

Advies:
1. Het ontwerp-Natuurbeheerplan 2024 vast te stellen.
2. Het ontwerp ter inzage te leggen.

Besluit: Conform advies.

B-02 Subsidie fietsroute Noord

Portefeuillehouder: gedeputeerde Wiersma

Advies:
1. Een subsidie van € 300.000 te verlenen.

Besluit: Aangehouden tot 23 mei 2023.
"""

OVER_PAGES = """
#set page(height: 7cm, footer: [Besluitenlijst college 12 maart 2024 #h(1fr)
  Pagina #context counter(page).display()])
= Besluitenlijst college
Datum: 12 maart 2024

== Wethouder Evers
=== Nota bodembeheer
Besluit:
+ De nota bodembeheer 2024-2029 vast te stellen en die van 2012 in te trekken.
+ De bodemkwaliteitskaart te publiceren op de website van de gemeente en op de landelijke
  voorziening voor bodemgegevens, en de provincie daarvan bericht te sturen.
+ De raad te informeren met een raadsinformatiebrief over de gevolgen voor grondverzet.
+ De kosten te dekken uit het budget milieu en de overige kosten bij de tussenrapportage te melden.
+ Het besluit na vijf jaar te evalueren.

== Wethouder Sluis
=== Tarieven zwembad
Besluit:
De tarieven met drie procent te verhogen.
"""

BARE_LINES = """
Besluitenlijst B en W
Vergadering van 4 juni 2024

Verkoop perceel Kerkweg 4 \\
Portefeuillehouder: wethouder Timmer \\
Het college heeft besloten het perceel te verkopen aan de hoogste bieder.

Verlenging contract schoonmaak \\
Portefeuillehouder: wethouder Timmer \\
Het college heeft besloten het contract met een jaar te verlengen.

Beleidsregel giften \\
Portefeuillehouder: wethouder Meijer \\
Het college heeft besloten de beleidsregel giften vast te stellen.
"""

HOLDER_ABOVE = """
= Collegebesluiten week 23

Portefeuillehouder: burgemeester Jonker

*1. Aanwijzing toezichthouders* \\
Besluit: conform advies

*2. Sluiting pand Havenstraat 7* \\
Besluit: conform advies

Portefeuillehouder: wethouder Prins

*3. Starterslening* \\
Besluit: het budget te verhogen met € 200.000
"""

DATE_BELOW = """
= Overzicht genomen besluiten college juni 2024

*Vaststelling welstandsnota*

Besluit: de welstandsnota vast te stellen.

Datum besluit: 4 juni 2024

*Aankoop Dorpsstraat 9*

Besluit: het pand aan te kopen voor € 410.000.

Datum besluit: 11 juni 2024
"""

WATER_BOARD = """
*Besluitenlijst D&H van 10 oktober 2023*

*Hamerstukken*

*4.1 Peilbesluit Polder Oost*

D&H besluiten: het ontwerp-peilbesluit vrij te geven voor inspraak.

*Bespreekstukken*

*5.1 Waterbeheerprogramma 2028-2033*

D&H besluiten: de verenigde vergadering voor te stellen de startnotitie vast te stellen.
"""

WITH_CASES = """
= Openbare besluitenlijst college van burgemeester en wethouders
Datum vergadering: 3 september 2024

== 1. Vaststelling openbare besluitenlijst d.d. 27 augustus 2024
Akkoord.

== 2. Z/24/078812 Vergunning kap beuk Parklaan
Portefeuillehouder: wethouder Bos

Kernboodschap: De beuk is ziek en kan omvallen.

Besluit college d.d. 3 september 2024: De kapvergunning te verlenen met herplantplicht.

Toelichting: De wethouder heeft de buurt gesproken.

Aldus vastgesteld in de vergadering van 10 september 2024.
"""

BOLD_OUTCOMES = """
= Openbare besluitenlijst college
5 april 2022

== 2.1 (123456) Krediet speeltuin
Portefeuillehouder: De Beer

Beslispunten:
+ Een krediet van € 40.000 beschikbaar te stellen.
+ De speeltuin in 2023 aan te leggen.

*Besluit*

*Conform advies*

== 2.2 (123499) Evaluatie afval
Portefeuillehouder: Van Hout

Beslispunten:
+ Kennis te nemen van de evaluatie.

*Besluit*

*Aangehouden*
"""

NUMBER_ABOVE_SUBJECT = """
*Openbare besluitenlijst van burgemeester en wethouders van Rijndijk*

*Vergadering van 15 maart 2022*

B en W.nr. 22.0123; besluit d.d. 15-3-2022 \\
Onderwerp \\
Vaststellen woonvisie 2030

Besluiten: \\
Behoudens advies van de commissie
+ de woonvisie vast te stellen;
+ de raad te informeren.

Perssamenvatting: \\
Het college stelt de woonvisie vast.

B en W.nr. 22.0130; besluit d.d. 15-3-2022 \\
Onderwerp \\
Beantwoording vragen over parkeren

Besluiten: \\
+ de beantwoording vast te stellen.
"""

TWO_COLUMNS = """
= Besluitenlijst college van B&W
#let head = table(columns: (3.5cm, 12cm), stroke: none, [Vergadering], [7 november 2023],
  [Aanwezig], [burgemeester, wethouders, secretaris])
#head
#let point(n, t, h, b) = table(columns: (3.5cm, 12cm), stroke: none, [*#n*], [*#t*],
  [Portefeuillehouder], [#h], [Besluit], [#b])
#point("3.1", "Regionaal woonakkoord", "Wethouder Lely", "In te stemmen met het akkoord.")
#point("3.2", "Aanleg rotonde N12", "Wethouder Brink", "De opdracht te gunnen aan de bieder.")
#point("3.3", "Beleidsplan Wmo", "Wethouder Lely", "De raad voor te stellen het vast te stellen.")
"""

GROUPS_IN_A_TABLE = """
= Besluitenlijst college 21 november 2023
#table(columns: (1.5cm, 6cm, 7cm), stroke: 0.5pt, [*Nr*], [*Onderwerp*], [*Besluit*],
 table.cell(colspan: 3)[*Portefeuille wethouder Aalders*],
 [1], [Verkeersplan kern], [Vastgesteld],
 [2], [Fietsenstalling station], [Het college stemt in met de locatie],
 table.cell(colspan: 3)[*Portefeuille burgemeester*],
 [3], [Cameratoezicht plein], [Verlengd met een jaar],
)
"""

COUNCIL_WITHOUT_LABELS = """
= Besluitenlijst openbare raadsvergadering 12 oktober 2023

== 1. Opening
De voorzitter opent om 20.00 uur.

== 6. Voorstel tot vaststelling Nota reserves
De raad stemt over motie M1: verworpen met 8 stemmen voor en 15 tegen.

Het voorstel wordt met algemene stemmen aangenomen.

== 7. Voorstel tot wijziging APV

Aangenomen met 18 stemmen voor en 5 stemmen tegen.
"""
