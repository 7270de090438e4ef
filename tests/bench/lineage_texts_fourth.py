"""A fourth set of wordings, of other trades than the first three; rules may be made with it.

Four lines per concept: base, light rewording, heavy rewording, another inflection.  The heavy ones go further than
those of the other sets: several keep one word of the base, or none.  Few areas hold many actions, as in real
programmes.
"""

from __future__ import annotations

from tests.bench.lineage_texts import Concept, Texts

_FI = """
Vesijohtoverkoston vuotavat osuudet saneerataan {l1}
Saneerataan vesijohtoverkoston vuotavia osuuksia {l1}
Vanhoja vesiputkia vaihdetaan {l1} uusiin, jotta hukkavesi vähenee
Vesijohtoverkoston vuotavat osuudet on saneerattu {l1}

Kotihoidon etäkäyntejä lisätään {p0} luona
Lisätään kotihoidon etäkäyntien määrää {p0} luona
Hoitaja tapaa {p0} asiakkaita yhä useammin kuvayhteydellä
Kotihoidon etäkäyntien lisääminen {p0} luona

Kouluruokailun hävikkiä punnitaan {n} keittiössä
Punnitaan kouluruokailun ruokahävikki {n} keittiössä
Lounaalta yli jäävä ruoka mitataan {n} koulun keittiössä ja myydään iltapäivällä
Kouluruokailun hävikin punnitseminen {n} keittiössä

Katuvalaistus vaihdetaan ledeihin {l1}
Vaihdetaan {l1} katuvalaistuksen lamput ledeihin
Ulkovalot kuluttavat {l1} vähemmän sähköä, kun elohopealamput poistetaan
Katuvalaistus on vaihdettu ledeihin {l1}

Museon kokoelmat digitoidaan ja avataan verkossa
Digitoidaan museon kokoelmia ja avataan ne verkossa
Vanhat valokuvat ja esineet saadaan jokaisen selattaviksi internetissä
Museon kokoelmien digitointi ja avaaminen verkossa

Tulvariskien hallintasuunnitelma päivitetään {l0} jokivarressa
Päivitetään tulvariskien hallinnan suunnitelma {l0} jokivarressa
Tulvan varalle sovitaan toimintatavat {l0} jokirannan kiinteistöjen kanssa
Tulvariskien hallintasuunnitelma on päivitetty {l0} jokivarressa

Asunnottomille hankitaan {n} tukiasuntoa
Hankitaan {n} tukiasuntoa asunnottomille
Pysyvä koti järjestyy {n} ihmiselle, jotka ovat vailla asuntoa
Tukiasuntojen hankkiminen asunnottomille: {n} asuntoa

Vuoropäiväkoti avataan {l1} {p2}
Avataan {l1} vuoropäiväkoti {p2}
{p2} tarjotaan {l1} varhaiskasvatusta myös öisin ja viikonloppuisin
Vuoropäiväkoti on avattu {l1} {p2}

Laskujen käsittely automatisoidaan taloushallinnossa
Automatisoidaan taloushallinnon laskujen käsittelyä
Ohjelmistorobotti tarkastaa ja tiliöi ostolaskut
Laskujen käsittely on automatisoitu taloushallinnossa

Leikkipuistojen turvallisuus tarkastetaan keväisin {l1}
Tarkastetaan leikkipuistojen turvallisuutta keväisin {l1}
Keinut, liukumäet ja kiipeilytelineet käydään läpi {l1} ennen kesää
Leikkipuistojen turvallisuuden tarkastaminen keväisin {l1}

Metsien hoitosuunnitelmassa lisätään lahopuuta ja suojavyöhykkeitä
Lisätään metsien hoitosuunnitelmaan lahopuun ja suojavyöhykkeiden osuutta
Kunnan talousmetsissä jätetään kuolleita runkoja maahan lajiston turvaksi
Lahopuuta ja suojavyöhykkeitä on lisätty metsien hoitosuunnitelmassa

Viittomakielen tulkkausta tarjotaan {p2} valtuuston kokouksissa
Tarjotaan {p2} viittomakielen tulkkaus valtuuston kokouksiin
Valtuuston kokouksia voi seurata viitottuina myös jälkikäteen
Viittomakielen tulkkauksen tarjoaminen {p2} valtuuston kokouksissa

Mielenterveyden ensiapukursseja pidetään {n} työyhteisölle
Pidetään {n} työyhteisölle mielenterveyden ensiapukurssi
Esihenkilöt oppivat tunnistamaan uupumuksen merkkejä {n} työyhteisössä
Mielenterveyden ensiapukursseja on pidetty {n} työyhteisölle

Valokuituverkkoa rakennetaan {l0} haja-asutusalueelle
Rakennetaan {l0} haja-asutusalueelle valokuituverkko
Nopea laajakaista ulottuu {l0} syrjäisimpiinkin talouksiin
Valokuituverkon rakentaminen {l0} haja-asutusalueelle

Peltojen ravinnevalumia hillitään kipsikäsittelyllä
Hillitään ravinteiden valumista pelloilta kipsin avulla
Viljelijöille maksetaan kipsin levityksestä, jotta fosfori ei huuhtoudu mereen
Peltojen ravinnevalumia on hillitty kipsikäsittelyllä

Rekrytoinnissa kokeillaan anonyymia hakua {n} tehtävässä
Kokeillaan anonyymia rekrytointia {n} tehtävän haussa
Hakijan nimi, ikä ja sukupuoli peitetään {n} avoimeen työhön valittaessa
Rekrytoinnissa on kokeiltu anonyymia hakua {n} tehtävässä
"""

_SV = """
Läckande avsnitt av vattenledningsnätet saneras i {l0}
De läckande delarna av vattenledningsnätet saneras i {l0}
Gamla vattenrör i {l0} byts ut så att mindre vatten går förlorat
Sanering av läckande avsnitt av vattenledningsnätet i {l0}

Hemvårdens distansbesök hos {p1} utökas
Antalet distansbesök inom hemvården ökas hos {p1}
Vårdaren träffar allt oftare {p1} över en bildförbindelse
Hemvårdens distansbesök hos {p1} har utökats

Svinnet i skolmåltiderna vägs i {n} kök
Matsvinnet från skolmåltiderna vägs i {n} kök
Mat som blir över vid skollunchen mäts i {n} kök och säljs på eftermiddagen
Vägning av svinnet i skolmåltiderna i {n} kök

Gatubelysningen byts till ledlampor i {l0}
Lamporna i gatubelysningen i {l0} byts till led
Utomhusljusen i {l0} drar mindre el när kvicksilverlamporna tas bort
Gatubelysningen har bytts till ledlampor i {l0}

Museets samlingar digitaliseras och öppnas på nätet
Museets samlingar görs digitala och öppnas på nätet
Gamla fotografier och föremål kan bläddras av alla på internet
Digitalisering och öppnande av museets samlingar på nätet

Planen för hantering av översvämningsrisker uppdateras längs ån i {l0}
Hanteringsplanen för översvämningsrisker längs ån i {l0} uppdateras
Tillvägagångssätt inför högvatten avtalas med fastigheterna vid ån i {l0}
Planen för hantering av översvämningsrisker längs ån i {l0} har uppdaterats

{n} stödbostäder skaffas åt hemlösa
Åt hemlösa anskaffas {n} stödbostäder
Ett varaktigt hem ordnas för {n} personer som saknar bostad
{n} stödbostäder har skaffats åt hemlösa

Ett skiftdaghem för {p1} öppnas i {l0}
I {l0} öppnas ett skiftdaghem för {p1}
{p1} i {l0} erbjuds småbarnspedagogik också nattetid och under veckoslut
Öppnande av ett skiftdaghem för {p1} i {l0}

Behandlingen av fakturor automatiseras inom ekonomiförvaltningen
Ekonomiförvaltningens fakturabehandling automatiseras
En programvarurobot granskar och konterar inköpsfakturorna
Behandlingen av fakturor har automatiserats inom ekonomiförvaltningen

Lekparkernas säkerhet granskas varje vår i {l0}
Säkerheten i lekparkerna i {l0} granskas varje vår
Gungor, rutschbanor och klätterställningar i {l0} gås igenom före sommaren
Granskning av lekparkernas säkerhet varje vår i {l0}

I skogarnas skötselplan ökas mängden murken ved och skyddszoner
Mer murken ved och fler skyddszoner skrivs in i skogarnas skötselplan
I kommunens ekonomiskogar lämnas döda stammar på marken för arternas skull
Mängden murken ved och skyddszoner har ökats i skogarnas skötselplan

Teckenspråkstolkning erbjuds {p1} vid fullmäktiges möten
{p1} erbjuds tolkning till teckenspråk vid fullmäktiges möten
Fullmäktiges möten kan följas tecknade även i efterhand
Erbjudande av teckenspråkstolkning till {p1} vid fullmäktiges möten

Kurser i första hjälpen för psykisk hälsa hålls för {n} arbetsgemenskaper
För {n} arbetsgemenskaper hålls kurser i psykisk första hjälp
Cheferna i {n} arbetsgemenskaper lär sig att se tecken på utmattning
Kurser i första hjälpen för psykisk hälsa har hållits för {n} arbetsgemenskaper

Fibernätet byggs ut till glesbygden i {l0}
Glesbygden i {l0} får ett utbyggt fibernät
Snabbt bredband når också de mest avlägsna hushållen i {l0}
Utbyggnad av fibernätet till glesbygden i {l0}

Åkrarnas näringsläckage dämpas med gipsbehandling
Läckaget av näring från åkrar dämpas med hjälp av gips
Odlarna får betalt för att sprida gips så att fosforn inte sköljs ut i havet
Åkrarnas näringsläckage har dämpats med gipsbehandling

Anonym ansökan prövas vid rekryteringen till {n} uppgifter
Vid rekrytering till {n} uppgifter prövas anonyma ansökningar
Den sökandes namn, ålder och kön döljs när {n} lediga arbeten tillsätts
Anonym ansökan har prövats vid rekryteringen till {n} uppgifter
"""

_EN = """
Renovate leaking sections of the water mains in {l0}
Leaking parts of the water mains in {l0} are renovated
Old water pipes in {l0} are replaced so that less water is lost
Leaking sections of the water mains in {l0} have been renovated

Increase remote home care visits to {p0}
Raise the number of remote visits by home care to {p0}
Carers meet {p0} by video more and more often
Remote home care visits to {p0} have been increased

Weigh school meal waste in {n} kitchens
Weigh the food wasted from school meals in {n} kitchens
What is left of lunch is measured in {n} kitchens and sold in the afternoon
School meal waste has been weighed in {n} kitchens

Change street lighting to LED lamps in {l0}
Replace the lamps of street lighting in {l0} with LEDs
Outdoor lights in {l0} use less power when mercury lamps are taken down
Street lighting in {l0} has been changed to LED lamps

Digitise the museum collections and open them on the web
Make the collections of the museum digital and open them on the web
Old photographs and objects can be browsed by everyone on the internet
The museum collections have been digitised and opened on the web

Update the flood risk management plan along the river in {l0}
Bring the plan for managing flood risks along the river in {l0} up to date
How to act in high water is agreed with properties on the river bank in {l0}
The flood risk management plan along the river in {l0} has been updated

Acquire {n} supported flats for the homeless
Get {n} supported flats for people who are homeless
A lasting home is arranged for {n} people who sleep rough
{n} supported flats for the homeless have been acquired

Open a round-the-clock nursery for {p0} in {l0}
A round-the-clock nursery for {p0} opens in {l0}
Early education is offered to {p0} in {l0} at night and at weekends too
A round-the-clock nursery for {p0} has been opened in {l0}

Automate the handling of invoices in financial administration
Automate invoice handling within financial administration
A software robot checks and posts purchase bills
The handling of invoices in financial administration has been automated

Inspect the safety of playgrounds every spring in {l0}
Playground safety in {l0} is inspected every spring
Swings, slides and climbing frames in {l0} are gone over before summer
Inspections of the safety of playgrounds every spring in {l0}

Add dead wood and buffer zones to the forest management plan
Include more dead wood and buffer zones in the plan for forest management
Fallen trunks are left on the ground of municipal woodland for the sake of species
Dead wood and buffer zones have been added to the forest management plan

Offer sign language interpreting to {p0} at council meetings
{p0} are offered interpretation into sign language at council meetings
Council meetings can be followed signed, also afterwards
Sign language interpreting at council meetings has been offered to {p0}

Hold mental health first aid courses for {n} work communities
Courses in mental health first aid are held for {n} work communities
Managers in {n} work communities learn to notice signs of burnout
Mental health first aid courses have been held for {n} work communities

Build the fibre network to sparsely populated parts of {l0}
Extend the fibre network into the sparsely populated parts of {l0}
Fast broadband reaches even the remotest households of {l0}
The fibre network has been built to sparsely populated parts of {l0}

Curb nutrient runoff from fields with gypsum treatment
Curb the runoff of nutrients from fields by means of gypsum
Farmers are paid for spreading gypsum so that phosphorus is not washed into the sea
Nutrient runoff from fields has been curbed with gypsum treatment

Try anonymous applications in recruiting for {n} posts
Anonymous recruitment is tried in filling {n} posts
The name, age and gender of applicants are hidden when {n} vacancies are filled
Anonymous applications have been tried in recruiting for {n} posts
"""


def _concepts(text: str) -> tuple[Concept, ...]:
    blocks = (block.splitlines() for block in text.strip().split("\n\n"))
    return tuple((base, light, heavy, bent) for base, light, heavy, bent in blocks)


FOURTH: dict[str, Texts] = {
    "fi": Texts(
        _concepts(_FI),
        (
            ("yksinhuoltajien", "yksinhuoltajat", "yksinhuoltajille"),
            ("maanviljelijöiden", "maanviljelijät", "maanviljelijöille"),
            ("muistisairaiden", "muistisairaat", "muistisairaille"),
            ("vaihto-opiskelijoiden", "vaihto-opiskelijat", "vaihto-opiskelijoille"),
            ("työttömien", "työttömät", "työttömille"),
        ),
        (("Haukilahden", "Haukilahdessa"), ("Ylikylän", "Ylikylässä"), ("Alikylän", "Alikylässä"), ("Suon", "Suolla")),
        ("Kestävä yhdyskunta", "Hyvinvoiva asukas", "Vastuullinen talous"),
        ("Ympäristö", "Ihmiset"),
        "sekä",
        "Toiminta jatkuu",
        0.3,
    ),
    "sv": Texts(
        _concepts(_SV),
        (
            ("ensamförsörjares", "ensamförsörjare"),
            ("jordbrukares", "jordbrukare"),
            ("minnessjukas", "minnessjuka"),
            ("utbytesstuderandes", "utbytesstuderande"),
            ("arbetslösas", "arbetslösa"),
        ),
        (("Gäddvik",), ("Överby",), ("Nederby",), ("Mossen",)),
        ("Ett hållbart samhälle", "En invånare som mår bra", "Ansvarsfull ekonomi"),
        ("Miljön", "Människorna"),
        "samt",
        "Verksamheten fortgår",
        0.3,
    ),
    "en": Texts(
        _concepts(_EN),
        (("single parents",), ("farmers",), ("people with dementia",), ("exchange students",), ("the unemployed",)),
        (("Pikebay",), ("Upper Garth",), ("Lower Garth",), ("The Moss",)),
        ("A sustainable community", "Residents feel well", "Responsible finances"),
        ("The environment", "The people"),
        "and",
        "Activities go on",
        0.3,
    ),
}
