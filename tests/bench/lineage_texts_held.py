"""Wordings for nothing but the score: no weight and no limit has seen them."""

from __future__ import annotations

from tests.bench.lineage_texts import Texts

HELD: dict[str, Texts] = {
    "fi": Texts(
        (
            (
                "Vedenkulutuksen etäluettavat mittarit asennetaan {l0} kiinteistöihin",
                "Asennetaan etäluettavat vesimittarit {l0} kiinteistöihin",
                "{l0} taloissa veden kulutusta voi seurata reaaliaikaisesti ilman lukemakortteja",
                "Vedenkulutuksen etäluettavien mittarien asentaminen {l0} kiinteistöihin",
            ),
            (
                "Metsien monimuotoisuuden hoitosuunnitelma päivitetään",
                "Päivitetään metsien hoitosuunnitelma monimuotoisuuden näkökulmasta",
                "Kunnan omistamien metsien hoidossa säästetään lahopuuta ja monimuotoisia elinympäristöjä",
                "Metsien monimuotoisuuden hoitosuunnitelma on päivitetty",
            ),
            (
                "Varhaiskasvatuksen kerhotoimintaa lisätään {l1} {n} ryhmällä",
                "Lisätään varhaiskasvatuksen kerhoja {l1} {n} ryhmällä",
                "{l1} avataan {n} uutta kerhoryhmää alle kouluikäisille",
                "Varhaiskasvatuksen kerhotoiminnan lisääminen {l1} {n} ryhmällä",
            ),
            (
                "Matkailun neuvontapisteen palveluja kehitetään {p0} tarpeisiin",
                "Kehitetään matkailuneuvonnan palveluita {p0} tarpeiden mukaan",
                "Neuvontapisteestä saa kohdennettua opastusta, jota {p1} ovat pyytäneet",
                "Matkailun neuvontapisteen palvelujen kehittäminen {p0} tarpeisiin",
            ),
            (
                "Museon kokoelmat digitoidaan ja avataan verkkoon",
                "Digitoidaan museokokoelmat ja julkaistaan ne verkossa",
                "Museon esineistö ja valokuvat ovat kaikkien selattavissa verkossa",
                "Museon kokoelmat on digitoitu ja avattu verkkoon",
            ),
            (
                "Ruokapalvelujen hävikkiä vähennetään {n} prosenttia",
                "Vähennetään hävikkiä ruokapalveluissa {n} prosenttia",
                "Keittiöissä syntyvä ruokahävikki pienenee {n} prosenttia punnitsemalla tähteet",
                "Ruokapalvelujen hävikki on vähentynyt {n} prosenttia",
            ),
            (
                "Muistisairaiden päivätoimintaa järjestetään {l1} kaksi kertaa viikossa",
                "Järjestetään muistisairaiden päivätoimintaa {l1} kahdesti viikossa",
                "Kotona asuvat muistisairaat pääsevät {l1} ryhmään, jossa liikutaan ja lauletaan",
                "Muistisairaiden päivätoiminnan järjestäminen {l1} kaksi kertaa viikossa",
            ),
            (
                "Sopimuspalokuntien kaluston uusimisesta tehdään investointiohjelma",
                "Laaditaan investointiohjelma sopimuspalokuntien kaluston uusimiseen",
                "Sopimuspalokuntien vapaaehtoisten sammutuskalusto korvataan uudella vaiheittain",
                "Sopimuspalokuntien kaluston uusimisen investointiohjelma on tehty",
            ),
            (
                "Avoimen datan julkaisukäytännöt määritellään toimialoittain",
                "Määritellään avoimen datan julkaisemisen käytännöt toimialoittain",
                "Jokainen toimiala nimeää tietoaineistot, jotka julkaistaan vapaasti hyödynnettäviksi avoimena datana",
                "Avoimen datan julkaisukäytännöt on määritelty toimialoittain",
            ),
            (
                "Omakielistä neuvontaa tarjotaan {p2} viikoittain",
                "Tarjotaan {p2} viikoittain neuvontaa omalla kielellä",
                "Palveluohjaajat auttavat asioinnissa {p0} äidinkielellä joka viikko",
                "Omakielisen neuvonnan tarjoaminen {p2} viikoittain",
            ),
            (
                "Katuvalaistus vaihdetaan ledeihin {l1}",
                "Vaihdetaan katuvalot ledeihin {l1}",
                "Elohopealamput poistuvat {l1} energiatehokkaan katuvalaistuksen tieltä",
                "Katuvalaistus on vaihdettu ledeihin {l1}",
            ),
            (
                "Asiakasraadin kokouksia pidetään {p0} kanssa {n} kertaa vuodessa",
                "Pidetään {p0} kanssa asiakasraadin kokouksia {n} kertaa vuodessa",
                "Palautetta kerätään raadissa, johon {p1} kutsutaan {n} kertaa vuoden aikana",
                "Asiakasraadin kokousten pitäminen {p0} kanssa {n} kertaa vuodessa",
            ),
        ),
        (
            ("opiskelijoiden", "opiskelijat", "opiskelijoille"),
            ("mökkiläisten", "mökkiläiset", "mökkiläisille"),
            ("eläkeläisten", "eläkeläiset", "eläkeläisille"),
            ("kalastajien", "kalastajat", "kalastajille"),
        ),
        (("Jokivarren", "Jokivarressa"), ("Niemelän", "Niemelässä"), ("Harjukylän", "Harjukylässä")),
        ("Kunta säästää luontoa ja energiaa", "Jokainen saa apua ajoissa", "Päätökset tehdään tiedolla"),
        ("Luonnon hoito", "Lähipalvelut", "Tieto ja osallistuminen", "Rakennettu ympäristö"),
        "sekä",
        "Toiminta jatkuu",
    ),
    "sv": Texts(
        (
            (
                "Fjärravlästa vattenmätare installeras i fastigheterna i {l0}",
                "Installation av fjärravlästa vattenmätare i fastigheter i {l0}",
                "Husen i {l0} kan följa sin vattenförbrukning i realtid utan avläsningskort",
                "Fjärravlästa vattenmätare har installerats i fastigheterna i {l0}",
            ),
            (
                "Skötselplanen för skogarnas mångfald uppdateras",
                "Skogarnas skötselplan uppdateras med tanke på mångfalden",
                "I kommunens egna skogar sparas död ved så att mångfalden ökar",
                "Skötselplanen för skogarnas mångfald är uppdaterad",
            ),
            (
                "Klubbverksamheten inom småbarnspedagogiken utökas med {n} grupper i {l0}",
                "Småbarnspedagogikens klubbverksamhet utökas i {l0} med {n} grupper",
                "I {l0} öppnas {n} nya klubbar för barn under skolåldern",
                "Utökning av klubbverksamheten inom småbarnspedagogiken med {n} grupper i {l0}",
            ),
            (
                "Turistbyråns tjänster utvecklas för {p0} behov",
                "Turistrådgivningens tjänster utvecklas efter {p0} behov",
                "Turistbyrån ger den riktade handledning som {p1} har bett om",
                "Utveckling av turistbyråns tjänster för {p0} behov",
            ),
            (
                "Museets samlingar digitaliseras och öppnas på nätet",
                "Museisamlingarna digitaliseras och publiceras på nätet",
                "Museets föremål och fotografier kan bläddras av alla på nätet",
                "Museets samlingar har digitaliserats och öppnats på nätet",
            ),
            (
                "Svinnet inom måltidsservicen minskas med {n} procent",
                "Matsvinnet i måltidsservicen minskas med {n} procent",
                "Matsvinnet i köken sjunker med {n} procent när resterna vägs",
                "Svinnet inom måltidsservicen har minskat med {n} procent",
            ),
            (
                "Dagverksamhet för minnessjuka ordnas i {l0} två gånger i veckan",
                "I {l0} ordnas dagverksamhet för minnessjuka två gånger per vecka",
                "Minnessjuka som bor hemma får komma till en dagverksamhet i {l0} med sång och rörelse",
                "Ordnande av dagverksamhet för minnessjuka i {l0} två gånger i veckan",
            ),
            (
                "Ett investeringsprogram för förnyelse av avtalsbrandkårernas fordon görs upp",
                "Ett investeringsprogram utarbetas för att förnya avtalsbrandkårernas fordon",
                "Avtalsbrandkårernas gamla släckningsfordon byts stegvis ut mot nya",
                "Investeringsprogrammet för förnyelse av avtalsbrandkårernas fordon är uppgjort",
            ),
            (
                "Praxis för publicering av öppna data fastställs sektorsvis",
                "Sektorsvis praxis för publicering av öppna data fastställs",
                "Varje sektor utser de öppna data som fritt får utnyttjas och publicerar dem",
                "Praxis för publicering av öppna data har fastställts sektorsvis",
            ),
            (
                "Rådgivning på eget språk erbjuds {p1} varje vecka",
                "{p1} erbjuds rådgivning på sitt eget språk varje vecka",
                "Servicehandledare hjälper till på {p0} modersmål en gång i veckan",
                "Erbjudande av rådgivning på eget språk till {p1} varje vecka",
            ),
            (
                "Gatubelysningen byts till led i {l0}",
                "Byte till ledbelysning på gatorna i {l0}",
                "Kvicksilverlamporna ersätts av energieffektiv gatubelysning i {l0}",
                "Gatubelysningen i {l0} har bytts till led",
            ),
            (
                "Klientråd med {p1} hålls {n} gånger om året",
                "Möten i klientrådet med {p1} hålls {n} gånger per år",
                "Respons samlas in i ett råd dit {p1} bjuds in {n} gånger under året",
                "{n} klientråd med {p1} har hållits under året",
            ),
        ),
        (
            ("studerandes", "studerande"),
            ("stugägares", "stugägare"),
            ("pensionärers", "pensionärer"),
            ("fiskares", "fiskare"),
        ),
        (("Ådalen",), ("Näsby",), ("Åsby",)),
        ("Kommunen sparar natur och energi", "Alla får hjälp i tid", "Besluten bygger på kunskap"),
        ("Naturvård", "Närservice", "Kunskap och delaktighet", "Byggd miljö"),
        "samt",
        "Verksamheten fortsätter",
    ),
    "en": Texts(
        (
            (
                "Install remotely read water meters in the properties of {l0}",
                "Fit remotely read water meters in properties of {l0}",
                "Households in {l0} can follow their consumption in real time without reading cards",
                "Remotely read water meters have been installed in the properties of {l0}",
            ),
            (
                "Update the management plan for forest diversity",
                "Revise the forest management plan with diversity in mind",
                "Dead wood is spared to increase diversity in forests owned by the municipality",
                "The management plan for forest diversity has been updated",
            ),
            (
                "Add {n} groups to early childhood clubs in {l0}",
                "Increase early childhood clubs in {l0} by {n} groups",
                "{n} new clubs for children below school age open in {l0}",
                "{n} groups have been added to early childhood clubs in {l0}",
            ),
            (
                "Develop the services of the visitor centre to meet the needs of {p0}",
                "Develop visitor centre services according to the needs of {p0}",
                "The visitor centre gives the targeted guidance that {p0} have asked for",
                "The services of the visitor centre have been developed to meet the needs of {p0}",
            ),
            (
                "Digitise the museum collections and open them online",
                "Digitise museum collections and publish them online",
                "Objects and photographs of the museum can be browsed by everyone online",
                "The museum collections have been digitised and opened online",
            ),
            (
                "Reduce waste in catering services by {n} per cent",
                "Cut waste in catering services by {n} per cent",
                "Kitchen waste falls by {n} per cent when catering weighs the leftovers",
                "Waste in catering services has been reduced by {n} per cent",
            ),
            (
                "Arrange day activities for people with dementia in {l0} twice a week",
                "Organise day activities in {l0} for people with dementia twice weekly",
                "Those with dementia who live at home can join a day group in {l0} for song and movement",
                "Day activities for people with dementia have been arranged in {l0} twice a week",
            ),
            (
                "Make an investment programme for renewing the vehicles of contract fire brigades",
                "Draw up an investment programme to renew contract fire brigade vehicles",
                "The fire engines of contract brigades are gradually replaced by new vehicles",
                "An investment programme for renewing the vehicles of contract fire brigades has been made",
            ),
            (
                "Define the practice of publishing open data by sector",
                "Define open data publishing practices sector by sector",
                "Each sector names the open data that anyone may reuse freely",
                "The practice of publishing open data has been defined by sector",
            ),
            (
                "Offer weekly advice in their own language to {p0}",
                "Give {p0} weekly advice in their own language",
                "Service advisers help {p0} once a week in the mother tongue",
                "Weekly advice in their own language has been offered to {p0}",
            ),
            (
                "Change street lighting to led lamps in {l0}",
                "Switch street lights to led lamps in {l0}",
                "Mercury bulbs give way to energy-efficient street lighting in {l0}",
                "Street lighting in {l0} has been changed to led lamps",
            ),
            (
                "Hold meetings of the client panel with {p0} {n} times a year",
                "Client panel meetings with {p0} are held {n} times a year",
                "Feedback is gathered in a panel to which {p0} are invited {n} times over the year",
                "Meetings of the client panel with {p0} have been held {n} times a year",
            ),
        ),
        (("students",), ("cottage owners",), ("pensioners",), ("anglers",)),
        (("Riverside",), ("Northpoint",), ("Ridgeway",)),
        ("The municipality saves nature and energy", "Everyone gets help in time", "Decisions rest on knowledge"),
        ("Care of nature", "Local services", "Knowledge and participation", "Built environment"),
        "as well as",
        "Work goes on",
    ),
}
