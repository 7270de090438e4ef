"""A third set of wordings, written when weights, limits and rules stood; measured once, then left alone.

Four lines per concept: base, light rewording, heavy rewording, another inflection.
"""

from __future__ import annotations

from tests.bench.lineage_texts import Concept, Texts

_FI = """
Hammashoidon jonoja lyhennetään {l1} iltavastaanotoilla
Lyhennetään hammashoidon jonoja iltavastaanotoilla {l1}
Hammaslääkäriin pääsee {l1} nopeammin, kun vastaanotto on auki myös iltaisin
Hammashoidon jonojen lyhentäminen {l1} iltavastaanotoilla

Yhteysaluksen aikatauluja sovitetaan {p0} tarpeisiin
Sovitetaan yhteysaluksen aikataulut {p0} tarpeiden mukaan
Yhteysalus kulkee silloin, kun {p1} sitä tarvitsevat
Yhteysaluksen aikataulut on sovitettu {p0} tarpeisiin

Kansalaisopiston kursseja viedään {l1} {n} toimipaikkaan
Viedään kansalaisopiston kurssit {l1} {n} toimipaikkaan
Kansalaisopisto opettaa {l1} jatkossa {n} paikassa lähellä oppijoita
Kansalaisopiston kurssien vieminen {l1} {n} toimipaikkaan

Jätehuoltomääräykset uudistetaan ja niistä tiedotetaan selkokielellä
Uudistetaan jätehuoltomääräykset ja tiedotetaan niistä selkokielellä
Jätteiden lajittelun säännöt muutetaan, ja jokainen koti saa niistä helppolukuisen ohjeen
Jätehuoltomääräykset on uudistettu ja niistä on tiedotettu selkokielellä

Perhepäivähoitajien varahoitoa vahvistetaan {n} hoitajalla
Vahvistetaan perhepäivähoidon varahoitoa {n} hoitajalla
Sairastuneen perhepäivähoitajan tilalle saadaan sijainen, kun palkataan {n} uutta hoitajaa
Perhepäivähoitajien varahoidon vahvistaminen {n} hoitajalla

Hautausmaan polut päällystetään esteettömiksi {l1}
Päällystetään hautausmaan polut esteettömiksi {l1}
Pyörätuolilla pääsee {l1} jokaiselle haudalle
Hautausmaan polut on päällystetty esteettömiksi {l1}

Puheterapian etävastaanottoa tarjotaan {p2}
Tarjotaan {p2} puheterapiaa etävastaanotolla
Puheterapeutti tapaa {p3} videoyhteydellä, jolloin matkat jäävät pois
Puheterapian etävastaanoton tarjoaminen {p2}

Hankintojen ympäristökriteerit otetaan käyttöön kilpailutuksissa
Otetaan kilpailutuksissa käyttöön hankintojen ympäristökriteerit
Tarjouksia vertaillaan myös päästöjen ja elinkaaren perusteella
Hankintojen ympäristökriteerit on otettu käyttöön kilpailutuksissa

Uimahallin vuoroja varataan {p2} {n} tuntia viikossa
Varataan {p2} uimahallista vuoroja {n} tuntia viikossa
Uimahallin altaista pidetään {n} viikkotuntia vapaina, jotta {p1} mahtuvat uimaan
Uimahallin vuorojen varaaminen {p2} {n} tuntia viikossa

Tulvavallien kunto tarkastetaan keväisin {l1}
Tarkastetaan tulvavallien kunto joka kevät {l1}
Ennen lumien sulamista käydään läpi, kestävätkö {l0} penkereet nousevan veden
Tulvavallien kunnon tarkastaminen keväisin {l1}

Kyläavustajien työtä jatketaan yhdistysten kanssa sovitulla tavalla
Jatketaan kyläavustajien työtä yhdistysten kanssa sovitun mukaisesti
Pienissä kylissä kulkee edelleen apulainen, jonka palkan yhdistykset ja kunta jakavat
Kyläavustajien työn jatkaminen yhdistysten kanssa sovitulla tavalla

Arkistojen tietopyyntöihin vastataan {n} päivässä
Vastataan arkiston tietopyyntöihin {n} päivän kuluessa
Vanhaa asiakirjaa kysyvä saa sen arkistosta viimeistään {n} päivän päästä
Arkistojen tietopyyntöihin vastaaminen {n} päivässä

Orkesterin konsertteja soitetaan {p0} asuintaloissa
Soitetaan orkesterin konsertteja {p0} asuintaloissa
Muusikot vierailevat taloissa, joissa {p1} asuvat
Orkesterin konserttien soittaminen {p0} asuintaloissa

Sähköautojen latauspisteitä rakennetaan {l1} pysäköintialueille
Rakennetaan {l1} pysäköintialueille sähköautojen latauspisteitä
Sähköauton voi ladata {l1} siellä, minne se muutenkin jätetään
Sähköautojen latauspisteet on rakennettu {l1} pysäköintialueille
"""

_SV = """
Köerna till tandvården kortas med kvällsmottagning i {l0}
Tandvårdsköerna i {l0} kortas med mottagning på kvällar
I {l0} kommer man snabbare till tandläkare då mottagningen är öppen även om kvällen
Köerna till tandvården har kortats med kvällsmottagning i {l0}

Förbindelsefartygets tidtabell anpassas till {p0} behov
Tidtabellen för förbindelsefartyget anpassas efter {p0} behov
Båten går de tider då {p1} behöver den
Anpassning av förbindelsefartygets tidtabell till {p0} behov

Medborgarinstitutets kurser ordnas på {n} orter i {l0}
Kurser vid medborgarinstitutet ordnas på {n} orter i {l0}
I {l0} kan man lära sig nytt på {n} ställen nära hemmet
Medborgarinstitutets kurser har ordnats på {n} orter i {l0}

Avfallsföreskrifterna förnyas och förklaras på lättläst språk
Avfallsföreskrifterna ses över och förklaras på lättläst svenska
Reglerna för sopsortering ändras, och varje hem får en enkel anvisning
Avfallsföreskrifterna har förnyats och förklarats på lättläst språk

Familjedagvårdens reservvård förstärks med {n} vårdare
Reservvården inom familjedagvården förstärks med {n} vårdare
Då en dagvårdare insjuknar finns en ersättare, eftersom {n} nya vårdare anställs
Förstärkning av familjedagvårdens reservvård med {n} vårdare

Begravningsplatsens gångar i {l0} görs tillgängliga
Gångarna på begravningsplatsen i {l0} görs tillgängliga
Med rullstol når man varje grav i {l0}
Begravningsplatsens gångar i {l0} har gjorts tillgängliga

Talterapi på distans erbjuds {p1}
Distanstalterapi erbjuds {p1}
Talterapeuten träffar {p1} per video, så att resorna faller bort
Erbjudande av talterapi på distans till {p1}

Miljökriterier tas i bruk vid konkurrensutsättning av upphandlingar
Vid konkurrensutsättning av upphandlingar tas miljökriterier i bruk
Anbuden jämförs också enligt utsläpp och livslängd
Miljökriterier har tagits i bruk vid konkurrensutsättning av upphandlingar

Simhallens banor reserveras för {p1} {n} timmar i veckan
För {p1} reserveras banor i simhallen {n} timmar i veckan
Bassängerna hålls lediga {n} veckotimmar så att {p1} ryms
Reservering av simhallens banor för {p1} {n} timmar i veckan

Översvämningsvallarna i {l0} granskas om våren
Vallarna mot översvämning i {l0} granskas varje vår
Innan snön smälter prövas om bankarna i {l0} tål det stigande vattnet
Översvämningsvallarna i {l0} har granskats om våren

Bybiträdenas arbete fortsätter enligt avtal med föreningarna
Arbetet med bybiträden fortsätter enligt avtalet med föreningarna
I de små byarna finns alltjämt en hjälpreda vars lön delas av kommun och föreningar
Fortsatt arbete av bybiträden enligt avtal med föreningarna

Arkivets informationsbegäranden besvaras inom {n} dagar
Begäranden om information ur arkivet besvaras inom {n} dagar
Den som frågar efter en gammal handling får den ur arkivet efter högst {n} dagar
Besvarande av arkivets informationsbegäranden inom {n} dagar

Orkestern ger konserter i {p0} boenden
Orkesterkonserter ges i {p0} boenden
Musikerna besöker de hus där {p1} bor
Orkestern har gett konserter i {p0} boenden

Laddningsstolpar för elbilar byggs på parkeringarna i {l0}
På parkeringarna i {l0} byggs laddningsstolpar för elbilar
Elbilen kan laddas i {l0} där den ändå ställs
Laddningsstolpar för elbilar har byggts på parkeringarna i {l0}
"""

_EN = """
Shorten dental queues in {l0} by opening evening surgeries
Dental queues in {l0} are shortened with evening surgeries
A dentist can be seen sooner in {l0} once the surgery also opens at night
Dental queues in {l0} have been shortened by opening evening surgeries

Adapt the ferry timetable to the needs of {p0}
The timetable of the ferry is adapted to what {p0} need
The boat sails at the hours when {p0} want to cross
The ferry timetable has been adapted to the needs of {p0}

Bring adult education courses to {n} venues in {l0}
Take courses of adult education to {n} venues in {l0}
People in {l0} can learn something new at {n} places close to home
Adult education courses have been brought to {n} venues in {l0}

Renew the waste regulations and explain them in plain language
Revise the regulations on waste and explain them in plain language
The rules for sorting rubbish change and every home receives a simple leaflet
The waste regulations have been renewed and explained in plain language

Strengthen cover for childminders with {n} carers
Cover for childminders is strengthened by {n} carers
When a childminder falls ill there is someone else, since {n} more carers are hired
Cover for childminders has been strengthened with {n} carers

Pave the cemetery paths in {l0} for wheelchairs
Cemetery paths in {l0} are paved for wheelchair users
Every grave in {l0} can be reached on wheels
The cemetery paths in {l0} have been paved for wheelchairs

Offer remote speech therapy to {p0}
Provide {p0} with speech therapy by remote connection
The therapist meets {p0} on video, which spares them the journey
Remote speech therapy has been offered to {p0}

Introduce environmental criteria in the tendering of purchases
Environmental criteria are introduced when purchases are tendered
Bids are compared by emissions and life cycle as well
Environmental criteria have been introduced in the tendering of purchases

Reserve swimming hall lanes for {p0} {n} hours a week
Lanes in the swimming hall are reserved for {p0} {n} hours weekly
The pools are kept free {n} hours every week so that {p0} fit in
Swimming hall lanes have been reserved for {p0} {n} hours a week

Inspect the flood banks in {l0} each spring
The flood banks of {l0} are inspected every spring
Before the snow melts somebody checks whether the dykes in {l0} withstand rising water
The flood banks in {l0} have been inspected each spring

Continue the work of village assistants as agreed with the associations
The village assistants carry on as agreed with associations
Small villages still have a helping hand whose wage is shared between council and clubs
The work of village assistants has continued as agreed with the associations

Answer archive requests within {n} days
Requests to the archive are answered in {n} days
Whoever asks for an old document receives it from the archive after {n} days at most
Archive requests have been answered within {n} days

Play orchestra concerts in the homes of {p0}
Give concerts by the orchestra in homes where {p0} live
Musicians visit the buildings that house {p0}
Orchestra concerts have been played in the homes of {p0}

Build charging points for electric cars in the car parks of {l0}
Charging points for electric cars are built in car parks of {l0}
An electric car can be charged in {l0} wherever it is left anyway
Charging points for electric cars have been built in the car parks of {l0}
"""


def _concepts(text: str) -> tuple[Concept, ...]:
    blocks = (block.splitlines() for block in text.strip().split("\n\n"))
    return tuple((base, light, heavy, bent) for base, light, heavy, bent in blocks)


LAST: dict[str, Texts] = {
    "fi": Texts(
        _concepts(_FI),
        (
            ("saaristolaisten", "saaristolaiset", "saaristolaisille", "saaristolaisia"),
            ("vuorotyöläisten", "vuorotyöläiset", "vuorotyöläisille", "vuorotyöläisiä"),
            ("kuurojen", "kuurot", "kuuroille", "kuuroja"),
            ("leskien", "lesket", "leskille", "leskiä"),
        ),
        (("Koivurannan", "Koivurannassa"), ("Mäkelän", "Mäkelässä"), ("Torpparinkylän", "Torpparinkylässä")),
        ("Palvelut löytyvät läheltä", "Ympäristö kestää muutoksen", "Työ kannattelee kaikkia"),
        ("Terveys ja hoiva", "Oppiminen ja kulttuuri", "Tekniset palvelut", "Hallinto"),
        "ja lisäksi",
        "Työtä jatketaan",
    ),
    "sv": Texts(
        _concepts(_SV),
        (
            ("skärgårdsbornas", "skärgårdsbor"),
            ("skiftarbetarnas", "skiftarbetare"),
            ("de dövas", "döva"),
            ("änkornas", "änkor"),
        ),
        (("Björkstrand",), ("Backby",), ("Torparbyn",)),
        ("Tjänsterna finns nära", "Miljön tål förändringen", "Arbete bär alla"),
        ("Hälsa och omsorg", "Lärande och kultur", "Tekniska tjänster", "Förvaltning"),
        "och dessutom",
        "Arbetet fortsätter",
    ),
    "en": Texts(
        _concepts(_EN),
        (("islanders",), ("shift workers",), ("the deaf",), ("widows",)),
        (("Birchshore",), ("Hillham",), ("Croftersby",)),
        ("Services are close by", "The environment stands the change", "Work carries everyone"),
        ("Health and care", "Learning and culture", "Technical services", "Administration"),
        "and also",
        "Work goes on",
    ),
}
