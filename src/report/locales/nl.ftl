# Het verslag in het Nederlands. Sleutels en argumenten zijn in elke taal dezelfde; getallen komen kant-en-klaar binnen,
# $count kiest alleen tussen enkelvoud en meervoud.

## Pagina
skip = Naar de samenvatting
contents = Inhoud
table-copy = Tabel kopiëren
table-copied = Gekopieerd
table-sort = Sorteren op deze kolom
kicker = Budgetgarantie van de pilootprojecten geïntegreerde zorg
lead = Wat de patiënten van elk project zonder het project zouden hebben gekost, wat ze werkelijk kostten, en hoe betrouwbaar het verschil is.
fact-period = Uitvoeringsperiode
fact-base = Basisperiode
fact-source = Gegevens
fact-reading = Lezing
fact-level = Betrouwbaarheidsniveau
fact-version = Rekenprogramma
version = garantie { $version }
source-sample = permanente steekproef; een small cell steunt op 3 personen of minder
source-exhaustive = exhaustieve gegevens; een small cell steunt op minder dan 5 personen
small-cell = small cell
none = geen
interval = { $low } tot { $high }
weighted-year = { $year } ({ $weight })
total = totaal

## Lezingen en oordelen
reading-level = niveau
reading-evolution = evolutie
reading-additive = additieve evolutie
reading-credible = geloofwaardig
verdict-gain = winst
verdict-loss = verlies
verdict-unclear = niet te onderscheiden

## Samenvatting
summary-title = Samenvatting
summary-scope = { $count ->
    [one] Eén pilootproject wordt beoordeeld over { $period }
   *[other] { $number } pilootprojecten worden beoordeeld over { $period }
  }, ten opzichte van de basisperiode { $base }.
summary-verdicts = Over de hele periode, volgens de lezing ‘{ $reading }’, { $gains ->
    [0] toont geen enkel project een winst
    [one] toont één project een winst
   *[other] tonen { $gains } projecten een winst
  } en { $losses ->
    [0] geen enkel een verlies
    [one] één een verlies
   *[other] { $losses } een verlies
  } die niet door toeval alleen te verklaren zijn; { $unclear ->
    [0] er is geen project waarvan het verschil niet van toeval te onderscheiden is
    [one] voor één project is het verschil niet van toeval te onderscheiden
   *[other] voor { $unclear } projecten is het verschil niet van toeval te onderscheiden
  }{ $hidden ->
    [0] .
    [one] , en één project steunt op te weinig personen om getoond te worden.
   *[other] , en { $hidden } projecten steunen op te weinig personen om getoond te worden.
  }
summary-precision = Het typische interval reikt { $margin } van de garantie naar weerszijden, en het typische verschil bedraagt { $gain }: { $compare ->
    [smaller] wat men meet is kleiner dan zijn foutenmarge.
   *[larger] wat men meet is groter dan zijn foutenmarge.
  }
summary-precision-none = Geen enkel cijfer steunt op voldoende personen om getoond te worden.
summary-errors = { $count ->
    [one] Eén vaststelling over de gegevens is zo ernstig dat de cijfers niet zonder meer gebruikt mogen worden.
   *[other] { $number } vaststellingen over de gegevens zijn zo ernstig dat de cijfers niet zonder meer gebruikt mogen worden.
  } Zie ‘De gegevens’.

## De vraag
asked-title = De vraag
asked-pilots = Pilootprojecten
pilot = Project
pilot-name = Naam
municipalities = Gemeenten
target = Doelgroep
start = Start
map-title = Waar de projecten liggen: één vak per provincie
asked-comparison = De vergelijking
asked-base = Basisjaren en gewichten
asked-performance = Uitvoeringsjaren
asked-reading = Lezing van de garantie
asked-reference = Referentiepopulatie
asked-adjusters = Risicofactoren
asked-sectors = Sectoren in beschouwing
variant-of-several = { $variant }; dit rapport toont enkel deze, de bestanden gains en gains_by_sector bevatten ook { $others }
asked-variant = Variant
reference-pilots = personen die elders wonen en op dezelfde datum aan dezelfde inclusieregel voldoen, buiten de zones van alle pilootprojecten
reference-pilot = personen die elders wonen en op dezelfde datum aan dezelfde inclusieregel voldoen, buiten de zone van het beoordeelde project
reference-none = alle personen die op dezelfde datum aan dezelfde inclusieregel voldoen, de zones van de pilootprojecten inbegrepen
explain-level = Niveau: de garantie is de verwachte kost volgens de referentiepopulatie; elk blijvend verschil van de zone, ook een dat ouder is dan het project, wordt aan het project toegeschreven.
explain-evolution = Evolutie: de garantie is de eigen kost van het project in de basisperiode, doorgetrokken volgens de voor risico gecorrigeerde evolutie van de referentiepopulatie; alleen een verandering sinds de basisperiode, in procent, wordt aan het project toegeschreven.
explain-additive = Additieve evolutie: zoals evolutie, maar het verschil van de basisperiode blijft behouden in euro per persoonsjaar in plaats van in procent.
explain-credible = Geloofwaardig: tussen niveau en evolutie; van het verschil in de basisperiode wordt het deel doorgetrokken dat gemiddeld blijft bestaan in zones waar niets gebeurd is. Over vele zones vergist deze lezing zich het minst, maar als het verschil van een zone echt blijvend is, schrijft ze een deel ervan aan het project toe: te lezen naast de evolutie, niet in de plaats ervan.

## Winsten
gains-title = Efficiëntiewinsten en -verliezen
gains-lead = Winst = budgetgarantie − reële kost; onder nul is het een verlies. Het besparingspercentage is de winst als aandeel van de garantie. De intervallen gelden bij een betrouwbaarheidsniveau van { $level }; de oordelen houden ook rekening met het aantal projecten dat samen wordt beoordeeld (correctie van Holm).
forest-title = Besparingspercentage per project, { $period }
forest-description = Eén rij per project: het besparingspercentage met zijn interval, tegenover een lijn op nul. De cijfers staan in de tabel onder de grafiek.
forest-axis = Besparing, in procent van de garantie
legend-gain = winst
legend-loss = verlies
legend-unclear = niet van toeval te onderscheiden
chart-data = Cijfers van deze grafiek
verdicts-title = In woorden
gains-table = Garantie, reële kost en winst per project en per jaar
table-hint = brede tabel: zijwaarts schuiven
period = Periode
persons = Personen
guarantee = Garantie
real-cost = Reële kost
gain = Winst
gain-interval = Winst (interval)
rate = Besparing
rate-interval = Besparing (interval)
interval-head = Interval
detectable = Kleinste aantoonbare
verdict = Oordeel
gains-note = De cijfers zijn afgerond op wat hun interval toelaat: bedragen op twee beduidende cijfers van de standaardfout, percentages op hoogstens één decimaal; afgeronde cijfers tellen niet altijd precies op. ‘Kleinste aantoonbare’ is het besparingspercentage dat een studie met deze precisie vier keer op vijf zou aantonen met de toets van één project, met de kwantielen van zijn interval; de Holm-correctie voor meerdere projecten vraagt meer. De bestanden gains.csv en gains_by_sector.csv bevatten alle cijfers. Reële kost en garantie gelden na de behandeling van uitschieters; raw_cost in gains.csv is wat werd terugbetaald.

sentence = Voor { $pilot }, { $period }, lag de reële kost { $rate } { $side ->
    [above] boven
   *[below] onder
  } de garantie ({ $range }): { $verdict ->
    [gain] een winst die niet door toeval alleen te verklaren is.
    [loss] een verlies dat niet door toeval alleen te verklaren is.
    [corrected] op zichzelf zou dit opvallen, maar tussen alle projecten die samen worden beoordeeld is het niet van toeval te onderscheiden.
   *[chance] dit is niet van toeval te onderscheiden.
  }
sentence-hidden = Voor { $pilot }, { $period }, is de doelgroep te klein om cijfers te tonen (small cell).
range-straddle = tussen { $above } erboven en { $below } eronder
range-below = tussen { $near } en { $far } eronder
range-above = tussen { $near } en { $far } erboven

## Projecten
pilots-title = De projecten één voor één
pilots-lead = Wat voor elk project gevonden wordt, voor wie er werkt: afgedrukt neemt elk ongeveer twee bladzijden in die op zichzelf doorgegeven kunnen worden.
pilots-print = Alleen deze bladzijden afdrukken
pilots-zone = Zone
pilots-municipalities = { $count ->
    [one] één gemeente
   *[other] { $number } gemeenten
  }
pilots-other-readings = Volgens de andere lezingen
pilots-note = Uit ‘{ $title }’. De intervallen gelden bij een betrouwbaarheidsniveau van { $level }; het oordeel houdt ook rekening met het aantal projecten die samen worden beoordeeld. De kosten zijn die na de regel voor uitschieters. Een winst bewijst niet dat het project de oorzaak is, en een verschil dat niet van toeval te onderscheiden is, bewijst niet dat er geen effect was.
years-heading = Garantie en reële kost door de jaren
years-title = { $pilot }: garantie en reële kost, in { $unit ->
    [million] miljoen euro
   *[thousand] duizend euro
  }
years-description = Twee lijnen, van de basisperiode over de beoordeelde jaren: de reële kost, en de garantie met haar interval bij elk jaar. De cijfers staan in de tabel onder de grafiek.
years-axis = De as van de kosten begint niet bij nul
years-base = basis { $period }
years-legend-band = interval van de garantie
years-table = { $pilot }: garantie en reële kost per jaar
trial-heading = Naast zones waar niets gebeurde
trial-title = { $pilot } tussen pseudoprojecten van zijn grootte, { $period }
trial-description = Balken tellen de pseudoprojecten naar de besparing die er gevonden wordt, een lijn duidt het project aan. De cijfers staan in de tabel onder de grafiek.
trial-axis = Gevonden besparingspercentage
trial-axis-additive = Gevonden winst, in euro per persoonsjaar
trial-count = Pseudoprojecten
trial-legend-own = { $pilot }: { $found }
trial-legend-pseudo = pseudoprojecten, waar niets gebeurde
trial-sentence = { $tried } pseudoprojecten van ongeveer deze grootte, zones waar niets gebeurde, werden op dezelfde manier beoordeeld. { $told ->
    [yes] Daarvan liggen er { $far } ({ $share }) minstens even ver van hun gemiddelde als { $pilot }.
   *[no] Het zijn er te weinig om te zeggen hoe zeldzaam een even groot verschil is.
  }
trial-table = { $pilot }: pseudoprojecten naar wat er gevonden wordt

## Ontleding
decomposition-title = Van basiskost naar reële kost
decomposition-lead = Wat de kost van elke doelgroep deed bewegen van de basisperiode naar { $period }. De vier delen hieronder leiden van de ene naar de andere en tellen op tot op de cent; over meerdere jaren is elk deel de som van de jaren, en telt de basiskost voor elk jaar één keer. De garantie volgt de lezing ‘{ $reading }’.
component-size = Omvang (persoonsjaren)
component-case-mix = Samenstelling (case-mix)
component-national = Nationale evolutie
component-level = Basisverschil niet behouden
component-own = Eigen verschil (project)
explain-size = Meer of minder persoonsjaren, bij dezelfde samenstelling en dezelfde prijzen.
explain-case-mix = Andere personen: ouder of jonger, meer of minder ziek, aan de prijzen van de basisperiode. Dit deel wordt verder gesplitst volgens de risicofactoren van het model.
explain-national = Andere prijzen en andere zorg voor dezelfde personen: wat in de referentiepopulatie duurder of goedkoper werd, in dezelfde verhouding.
explain-level-lost = Het deel van het verschil in de basisperiode tussen de zone en de rest van het land dat de lezing niet meeneemt in de garantie.
explain-own = Wat overblijft: de reële kost min de garantie. Onder nul is het de winst van het project, boven nul het verlies.
decomposition-base = Basiskost
decomposition-component = Deel
decomposition-adjuster = Risicofactor
decomposition-sentence = Over { $period } kostte de doelgroep van { $pilot } { $real }, dat is { $change } ({ $rate }) { $side ->
    [less] minder
   *[more] meer
  } dan wanneer elk jaar evenveel had gekost als de basisperiode. Daarvan hangt { $size } samen met de omvang van de groep, { $mix } met haar samenstelling, { $national } met de nationale evolutie van de uitgaven{ $kept ->
    [part] { "" }, { $level } met het basisverschil dat de lezing niet behoudt
   *[all] { "" }
  }; wat overblijft, { $own }, is het eigen verschil van het project: { $verdict ->
    [gain] een winst die toeval alleen niet verklaart.
    [loss] een verlies dat toeval alleen niet verklaart.
   *[chance] dit is niet van toeval te onderscheiden.
  }
decomposition-chart-title = Van basiskost naar reële kost: { $pilot }, { $period }
decomposition-chart-description = Een waterval tegenover een lijn bij de basiskost; elke stap begint waar de vorige eindigt. { $steps }. De cijfers staan in de tabellen onder de grafiek.
decomposition-axis = Verandering tegenover de basiskost, in duizend euro
decomposition-legend-sum = som, als afstand tot de basiskost
decomposition-legend-step = stap
decomposition-legend-own = eigen verschil, met zijn interval: { $verdict }
decomposition-data = Alle cijfers: per jaar, per sector, en de samenstelling per risicofactor
decomposition-by-year = { $pilot }: van basiskost naar reële kost, per jaar, in euro
decomposition-by-sector = { $pilot }: van basiskost naar reële kost, per sector, { $period }, in euro
decomposition-by-adjuster = { $pilot }: de samenstelling per risicofactor, in euro
decomposition-overview = De projecten naast elkaar
decomposition-table = Van basiskost naar reële kost per project, { $period }; onder elk bedrag zijn aandeel in de basiskost
decomposition-note = In zinnen, grafieken en de tabel van de projecten zijn de bedragen afgerond op wat het interval van het eigen verschil toelaat en tellen ze niet altijd precies op; de tabellen onder elke grafiek zijn tot op de euro, de bestanden decomposition.csv en case_mix.csv tot op de cent. De kosten zijn die na de regel voor uitschieters. De samenstelling wordt alleen per risicofactor getoond als elke factor genoeg personen betreft.

## Lezingen
readings-title = Lezingen van de garantie
readings-lead = De tekst van het besluit kan op meer dan één manier gelezen worden. De lezingen verschillen in welke blijvende verschillen tussen de zone en de rest van het land ze aan het project toeschrijven; de studie oordeelt volgens de lezing ‘{ $reading }’.
readings-chart-title = Besparingspercentage per project en lezing, { $period }
readings-chart-description = Hoogstens vier tekens per project, één per lezing, elk met zijn interval, tegenover een lijn op nul. De cijfers staan in de tabel onder de grafiek.
readings-table = Besparingspercentage per project en lezing, { $period }
main-reading = lezing van de studie

## Placebos
placebos-title = Getoetst waar niets gebeurde
placebos-lead = De hele methode werd ook toegepast op { $count } pseudoprojecten: zones zonder pilootproject en ongeveer even groot, waarvan er { $independent } naast elkaar passen. Daar is niets gebeurd: alles wat men er vindt, is fout. Wat ze verder uiteenlegt dan het toeval tussen personen, zijn schokken die een hele zone treffen; die zitten in elk interval van dit rapport.
placebos-none = Er werden geen pseudoprojecten beproefd, of te weinig zones zonder project zijn even groot als een project. De intervallen in dit rapport bevatten dan enkel het toeval tussen personen en de fout van de modellen; ze zijn te smal voor alles wat een hele zone treft.
placebos-reading = Lezing
placebos-table = Pseudoprojecten, { $period }
placebos-pilots = Even groot als
placebos-count = Aantal (naast elkaar)
placebos-mean = Gemiddelde gevonden winst
placebos-sd = Standaardafwijking
placebos-shock = Zoneschokken
placebos-false-without = Valse oordelen, personen alleen
placebos-false = Valse oordelen
placebos-note = Een goede methode vindt een gemiddelde winst rond nul en ongeveer 5% valse oordelen bij een betrouwbaarheidsniveau van 95%. Zoneschokken zijn gegeven als hun standaardafwijking; de additieve lezing is in euro per persoonsjaar. De valse oordelen met personen alleen tonen wat een toets waard zou zijn die deze schokken niet meetelt.
placebos-before-title = Beproefd vóór het begin
placebos-before = Beoordeeld op { $year } naar { $base }, vóór de projecten begonnen waren, { $found ->
    [0] zou geen van de { $tried } projecten tot winst of verlies verklaard zijn, zoals het hoort
    [one] zou een van de { $tried } projecten tot winst of verlies verklaard zijn, hoewel er niets gebeurd was
   *[other] zouden { $found } van de { $tried } projecten tot winst of verlies verklaard zijn, hoewel er niets gebeurd was
  }; de gevonden besparingen gaan van { $low } tot { $high }.

## Delen van de fout
parts-title = Wat meer personen zouden verhelpen
parts-lead = De fout van elke winst heeft meerdere bronnen. Het toeval tussen de personen van de doelgroep daalt als hun aantal stijgt; de fout van de modellen daalt met de referentiepopulatie; schokken die een hele zone treffen, zoals een ziekenhuis dat opent, dalen helemaal niet met het aantal personen, alleen met meer jaren of meer zones.
parts-table = Bronnen van de variantie van de besparing
parts-own = Personen van het project
parts-reference = Modellen
parts-zones = Zoneschokken
parts-shrunk = Besparing naar het gemiddelde getrokken
parts-weight = Eigen gewicht
parts-sentence = { $pilot }: de besparing is bekend op een standaardfout van { $se } na; met dubbel zoveel personen zou die { $doubled } zijn, en { $shocks ->
    [known] geen aantal personen brengt haar onder { $endless }.
   *[unknown] met geen aantal personen zakt ze onder { $endless }, schokken van de zone niet meegerekend.
  }
parts-note = De ‘besparing naar het gemiddelde getrokken’ is de beste schatting als alle projecten samen bekeken worden: een cijfer dat weinig meer is dan toeval wordt naar het gemiddelde van alle projecten getrokken, een nauwkeurig cijfer blijft waar het is; het ‘eigen gewicht’ zegt hoeveel van het eigen cijfer van het project behouden blijft.

## Sectoren
sectors-title = Per sector
sectors-lead = Waar in de zorg de winst of het verlies van elk project ontstaat, { $period }, volgens de lezing ‘{ $reading }’. De sectoren van een project tellen op tot zijn totaal. Bij zoveel sectoren sluit het interval van enkele nul uit door toeval alleen.
sectors-chart-title = Winst per sector: { $pilot }
sectors-chart-description = Eén rij per sector: de winst in duizend euro met haar interval, tegenover een lijn op nul. De cijfers staan in de tabel onder de grafiek.
sectors-axis = Winst, in duizend euro
sectors-legend-gain = winst waarvan het interval nul uitsluit
sectors-legend-loss = verlies waarvan het interval nul uitsluit
sectors-legend-unclear = het interval bevat nul
sectors-table = { $pilot }: garantie, reële kost en winst per sector, { $period }
sectors-overview = Winst per project en sector, { $period }; de intervallen staan in het deel van elk project
sector = Sector

## Modellen
models-title = De uitgavenmodellen
models-lead = Eén model per jaar, geschat op de referentiepopulatie, geeft de kost die men op grond van iemands kenmerken mag verwachten. R² is het deel van de verschillen tussen personen dat het verklaart; de kalibratie is de reële kost van de referentiepopulatie gedeeld door haar verwachte kost en moet 1 zijn; een conditiegetal boven 10¹⁰ betekent dat coëfficiënten cijfers verliezen.
fits-table = Kwaliteit van de modellen van de totale uitgaven
fits-by-sector = Kwaliteit per sector
fits-by-sector-table = Kwaliteit van de modellen per sector
year = Jaar
person-years = Persoonsjaren
r2 = R²
sigma = Residuele afwijking (€)
calibration = Kalibratie
condition = Conditiegetal
coefficients = Coëfficiënten van het model van de totale uitgaven, { $year }
left-out-all = buiten de zones van alle projecten
left-out-none = de zones van de projecten inbegrepen
left-out-pilot = buiten de zone van { $pilot }
term = Term
estimate = Euro per jaar
se = Standaardfout
aliased = weggelaten: bepaald door andere termen
coefficients-persons = Personen met de term

## Diagnostiek
diagnostics-title = Voor wie het model te veel of te weinig verwacht
diagnostics-chronic-under = Voor de { $persons } personen met { $count } aandoeningen in de referentiepopulatie verwacht het model { $expected } € per jaar, terwijl ze { $real } € kosten: { $residual } € te weinig (voorspellende verhouding { $ratio }).
diagnostics-chronic-over = Voor de { $persons } personen met { $count } aandoeningen in de referentiepopulatie verwacht het model { $expected } € per jaar, terwijl ze { $real } € kosten: { $residual } € te veel (voorspellende verhouding { $ratio }).
diagnostics-lead = In de referentiepopulatie wordt de verwachte kost naast de reële kost gelegd. Waar de voorspellende verhouding, verwachte gedeeld door reële kost, onder 1 ligt, wordt voor een project met veel zulke patiënten te weinig verwacht en lijkt het duurder dan het is; in de evolutielezing telt alleen een verandering van hun aandeel. Verhoudingen die meer dan 5% afwijken zijn gemarkeerd. De tabel calibration bevat alle jaren en varianten.
diagnostics-illness = Verwachte en reële kost naar ziekte, euro per persoonsjaar, { $year }
diagnostics-group = Personen met
diagnostics-conditions = aandoeningen: { $count }
diagnostics-expected = Verwacht
diagnostics-real = Reëel
diagnostics-ratio = Voorspellende verhouding
diagnostics-residual = Reëel min verwacht
diagnostics-age = Naar leeftijd
diagnostics-sex = Naar geslacht
diagnostics-province = Naar provincie
diagnostics-decile = Naar deciel van verwachte kost
diagnostics-increased-reimbursement = Naar verhoogde tegemoetkoming
diagnostics-male = man
diagnostics-female = vrouw
diagnostics-yes = ja
diagnostics-no = nee

## Gegevens
data-title = De gegevens
data-lead = Wat gelezen is, wat gebruikt is, en wat onderweg werd opgemerkt.
totals-table = Gelezen lijnen en hun bedragen, per prestatiejaar en sector
in-scope = In beschouwing
not-in-scope = Niet gebruikt
lines = { $count ->
    [one] { $number } lijn
   *[other] { $number } lijnen
  }
all-years = Alle jaren
findings-title = Vaststellingen
findings-table = Vaststellingen over de gegevens, de ernstigste eerst
finding = Vaststelling
level-head = Ernst
level-error = fout
level-warning = waarschuwing
level-information = informatie
count-head = Aantal
share-head = Aandeel
amount-head = Bedrag
advice = Wat te doen
no-findings = Er is niets opgemerkt dat aandacht vraagt.

## Namen
sector-doctors = artsen
sector-dentists = tandartsen
sector-nurses = verpleging
sector-hospitals = ziekenhuizen
sector-pharmaceuticals = geneesmiddelen
sector-other = overige
sector-out-of-scope = { $sector } (buiten beschouwing)
sector-still-to-book = { $sector } (nog te boeken)
sector-booked-later = later geboekt
sector-of-a-person-in-the-other-source = van een persoon in de andere bron
sector-no-sector = zonder sector
sector-not-in-the-population = niet in de populatie
sector-fee-booked-twice = honorarium twee keer geboekt
sector-repeated = letterlijk herhaald
sector-year-not-in-the-study = jaar buiten de studie
adjuster-age-sex = leeftijd en geslacht
adjuster-conditions = morbiditeit (chronische aandoeningen)
adjuster-increased-reimbursement = verhoogde tegemoetkoming (BIM)
adjuster-age = leeftijd
adjuster-sex = geslacht
adjuster-province = provincie
adjuster-region = gewest
adjuster-arrondissement = arrondissement
term-intercept = constante
province-west-vlaanderen = West-Vlaanderen
province-oost-vlaanderen = Oost-Vlaanderen
province-antwerpen = Antwerpen
province-limburg = Limburg
province-bruxelles-brussel = Brussel
province-vlaams-brabant = Vlaams-Brabant
province-liege = Luik
province-hainaut = Henegouwen
province-brabant-wallon = Waals-Brabant
province-namur = Namen
province-luxembourg = Luxemburg
condition-chronic = minstens één chronische aandoening
condition-addiction = verslaving
condition-cancer = kanker
condition-cardiovascular = hart- en vaatziekte
condition-copd-asthma = COPD of astma
condition-cystic-fibrosis = mucoviscidose
condition-dementia = dementie
condition-depression = depressie
condition-diabetes = diabetes
condition-epilepsy = epilepsie
condition-glaucoma = glaucoom
condition-gout = jicht
condition-hepatitis-b = hepatitis B
condition-hepatitis-c = hepatitis C
condition-hiv = hiv
condition-hypertension = hypertensie
condition-inflammatory-bowel = inflammatoire darmziekte
condition-kidney-failure = nierfalen
condition-multiple-sclerosis = multiple sclerose
condition-osteoporosis = osteoporose
condition-parkinson = ziekte van Parkinson
condition-psoriasis = psoriasis
condition-psychosis = psychose
condition-rheumatic-inflammation = ontstekingsreuma
condition-thyroid = schildklieraandoening
condition-transplant = transplantatie
asked-age-sex = leeftijd ({ $bands } klassen) × geslacht
asked-conditions = aandoeningen: { $names }
asked-curve = { $column } (gebogen)

## Grenzen
limits-title = Wat de cijfers niet zeggen
limit-interval = Het interval omvat het toeval tussen personen en de fout van het model van de referentiepopulatie. Het omvat nog niet de schokken die een hele zone treffen, zoals een ziekenhuis dat opent of een plaatselijk tarief.
limit-interval-shocks = Het interval bevat het toeval tussen personen, de fout van het model van de referentiepopulatie en, voor zover pseudoprojecten ze tonen, schokken die een hele zone treffen.
limit-late = { $late ->
    [yes] Wat nog geboekt moet worden, is geschat naar vroegere jaren; de fout daarvan zit in het interval.
   *[no] Wat nog geboekt moet worden, zit niet in de cijfers en niet in het interval: de kosten van de laatste jaren kunnen te laag zijn.
  }
limit-adjusters = Wat de risicofactoren niet zien, blijft in de winst zitten: als de patiënten van een project zieker werden zonder dat de gegevens het tonen, leest dat als een verlies.
limit-cause = Een winst bewijst niet dat het project de oorzaak is, en een verschil dat niet van toeval te onderscheiden is, bewijst niet dat er geen effect was.
limit-readings = De lezingen verschillen in welke blijvende verschillen ze aan het project toeschrijven; een besluit dat maar in één lezing standhoudt, is een besluit over die lezing.
limit-cells = Cijfers die op te weinig personen steunen, zijn verborgen als small cell, net als elk cijfer waaruit ze afgeleid zouden kunnen worden.
reproduce-title = Hoe te citeren en te reproduceren
reproduce = Het bestand manifest.json naast dit verslag bevat de digitale vingerafdrukken van de studie en de gegevens, de startwaarde van het toeval, de instellingen en de versie van het rekenprogramma ({ $version }). Dezelfde studie op dezelfde gegevens geeft dezelfde tabellen, tot op de byte.
reproduce-citation = { $title }: verslag over { $period }. Berekend met garantie { $version }; startwaarde { $seed }; studie met SHA-256 { $digest }.
reproduce-command = Opdracht
reproduce-digest = Studie (SHA-256)
reproduce-seed = Startwaarde
annex-title = Bijlage: de cijfers achter de grafieken en de modellen

## Methode
method-title = De methode in het kort
method-who = Wie meetelt
method-who-text = De inwoners van de zone van een project die aan de inclusieregel voldoen; de referentiepopulatie voldoet aan dezelfde regel op dezelfde datum. Wie maar een deel van het jaar verzekerd is, telt voor dat deel mee, en niemand valt weg omdat hij overleden is.
method-what = Wat meetelt
method-what-text = Wat werd terugbetaald in de sectoren in beschouwing, naar jaar van verstrekking. Regel voor uitschieters: { $outliers }, dezelfde voor projecten en referentiepopulatie, basisjaren en beoordeelde jaren. Verstrekkingen die nog geboekt moeten worden, { $late ->
    [yes] worden bijgeteld, zoals ze in eerdere jaren zijn binnengekomen.
   *[no] worden niet bijgeteld.
  }
method-expected = Wat verwacht wordt
method-expected-text = Model { $model }: voor elk jaar wordt de kost van de referentiepopulatie verklaard door de risicofactoren, en daarna geeft het model de kost die van de eigen personen van elk project te verwachten is.
method-guarantee = De garantie
method-trust = Hoe ver ze te vertrouwen is
method-trust-text = De intervallen bij een niveau van { $level } bevatten het toeval tussen personen en de fout van de modellen{ $shocks ->
    [yes] { " " }en de schokken die hoogstens { $count } pseudoprojecten tonen voor zones van de grootte van een project
   *[no] { "" }, maar geen zoneschokken, bij gebrek aan pseudoprojecten
  }. De oordelen zijn gecorrigeerd voor { $pilots } projecten die samen worden beoordeeld (Holm).
method-hidden = Wat verborgen is

## Afrekening
settle-kicker = Afrekening van winsten
settle-lead = Wat elke afrekeningsregel op de winsten van deze uitvoering zou betalen, en hoe elk bedrag tot stand komt.
settle-sentence = Volgens de regel { $rule } zouden { $paid } van { $pilots } projecten worden betaald, { $amount } in totaal.
settle-sentence-luck = Achter { $luck } daarvan staat geen werkelijke winst.
settle-not-in-force = De regel { $rule } is niet van kracht in { $years } en betaalt daarvoor niets.
settle-before-start = Project { $pilot } begon in { $start }: voor { $years } wordt niets betaald, ook niet door een regel die dat samen met latere jaren afrekent.
settle-flag-without-zone-shocks = Er waren te weinig zones voor pseudoprojecten van { $pilots }: het interval laat schokken van zones weg en is te smal, en zo ook de drempel van een regel die erop steunt.
settle-flag-size-not-kept = Bij pseudoprojecten van { $pilots } noemt deze methode meer een winst of verlies dan haar niveau toelaat: er zou niets op betaald mogen worden.
settle-flag = De uitvoering heeft de winsten van { $pilots } gemerkt: { $flag }. Lees met zorg wat erop wordt betaald.
settle-finding = De uitvoering heeft een bevinding op foutniveau, en er zou niets betaald mogen worden voor die is opgelost: { $finding }.
settle-payments-title = Wat de regels zouden betalen
settle-payments-lead = Alle uitvoeringsjaren samen. Onder nul zou het project terugbetalen.
settle-payments-truth = Alle uitvoeringsjaren samen, naast de winst die elk project van deze simulatie werkelijk had. Onder nul zou het project terugbetalen, of heeft het werkelijk meer gekost.
settle-payments-table = Betalingen per project en regel
settle-payments-note = Bedragen in hele euro’s; het bestand settlement.csv bevat de centen.
settle-chart-title = Betalingen per project en regel
settle-chart-description = Eén lijn per project en regel, van nul tot het bedrag. De cijfers staan in de tabel hieronder.
settle-axis = Duizend euro
settle-truth = Werkelijke winst
settle-paid = In totaal betaald
settle-luck = Betaald voor geluk
settle-luck-title = Geld betaald voor geluk
settle-luck-share = Aandeel geluk
settle-luck-lead = Een betaling gaat naar geluk voor zover zij de werkelijke winst van het project overtreft, helemaal als het project werkelijk niets bespaarde. Alleen een simulatie kent de waarheid.
settle-luck-chart = In totaal betaald en betaald voor geluk
settle-luck-table = Geld betaald voor geluk, per regel
settle-rule = Regel
settle-rules-title = De regels
settle-what = Wat zij doet
settle-source = Bron
settle-assumed = { $rule }: aangenomen, { $note }.
settle-steps-title = Van winst naar bedrag
settle-steps-lead = Elke stap in haar volgorde, met het bedrag dat zij overlaat. Bedragen worden afgerond op het dichtstbijzijnde, helften van nul weg.
settle-steps-table = { $rule }: stap voor stap
step-basis = Vertrekt van
step-losses = Verliezen
step-gate = Drempel
step-share = Aandeel
step-cap = Plafond
step-cumulation = Tot nu verschuldigd
settled-gain = winst
settled-lower-bound = ondergrens
settled-lump-sum = vast bedrag
settled-not-in-force = niet van kracht
settled-before-start = vóór de start van het project
settled-no-loss = geen verlies
settled-forgiven = verlies kwijtgescholden
settled-carried = verlies overgedragen
settled-set-off = verliezen verrekend
settled-repaid = verlies terug te betalen
settled-no-gate = geen drempel
settled-passed = gehaald
settled-not-passed = niet gehaald
settled-gate = { $outcome }: { $rate }, vereist { $required }
settled-no-cap = geen plafond
settled-within = binnen de grenzen
settled-capped = begrensd
settled-too-small = te klein om te betalen
settled-added = opgeteld

## Gebruik van winsten
use-kicker = Gebruik van efficiëntiewinsten: { $project }
use-lead = Het jaarlijkse financiële verslag, getoetst aan bijlage 7 van de overeenkomsten.
use-breached = { $count ->
    [one] Een regel wordt één keer overtreden.
   *[other] Regels worden { $number } keer overtreden.
  }
use-summary = Er zijn winsten van { $gains } beschikbaar, en de posten tellen op tot { $spent }, het integratiebudget inbegrepen.
use-kept = Alle regels worden nageleefd.
use-breaches = Overtredingen van de regels
use-source-note = Bron van de regels: { $source }.
use-assumed-note = aangenomen: { $note }
use-recover = { $amount } moet op het einde van het project worden teruggevorderd.
use-rule = Regel
use-says = Wat de regel vraagt
use-limit = Grens
use-actual = Vastgesteld
use-assumed = Aangenomen
use-source = Bron
use-line = Lijn in het plan
use-at-line = lijn { $line }
use-whole-year = het hele jaar
use-nothing = geen
use-years = { $count ->
    [one] { $number } jaar
   *[other] { $number } jaar
  }
use-sheet-cover = Toelichting
use-sheet-breaches = Overtredingen
use-sheet-integration_budget = Integratiebudget
use-sheet-gains_by_level = Winsten per niveau
use-sheet-means_invested = Geïnvesteerde middelen
use-sheet-reserves = Reserves
use-sheet-investments = Investeringen
use-sheet-deviations = Afwijkingen
use-cover-report = Verslag
use-cover-project = Project
use-cover-years = Jaren van gebruik
use-cover-content = Inhoud
use-cover-result = Resultaat
use-cover-rules = Bron van de regels
use-cover-amounts = Bedragen
use-cover-amounts-note = In euro en cent. De winsten van een jaar zijn die van het jaar ervoor, te gebruiken in dat jaar. Rijen in vet tellen op. De bladen die volgen:
use-amount_over = Te veel of te weinig (€)
use-integration_budget = Gebruik van het integratiebudget
use-gains_by_level = Winsten op project- en populatieniveau
use-means_invested = Geïnvesteerde middelen, terugbetalingen, vergoedingen
use-reserves = Reserves
use-investments = Investeringen uit de reserves
use-deviations = Afwijkingen van het plan
use-year = Jaar
use-post = Post
use-title = Omschrijving
use-purpose = Doel
use-beneficiary = Begunstigde
use-amount = Bedrag (€)
use-level = Niveau
use-share_of_gains = Aandeel van de winsten
use-agreement = Overeenkomst
use-agreed = Gesloten op
use-until = Tot
use-invested = Geïnvesteerd (€)
use-refunded = Terugbetaald (€)
use-left = Saldo
use-indemnity = Vergoeding (€)
use-opening = Bij aanvang (€)
use-set_aside = Gestort (€)
use-largest_set_aside = Hoogstens (€)
use-used = Gebruikt
use-closing = Op het einde (€)
use-ceiling = Plafond (€)
use-to_recover = Terug te vorderen (€)
use-charge = Afschrijving (€)
use-planned = Gepland (€)
use-deviation = Afwijking (€)
use-received = Ontvangen
use-reserved = In reserve gezet
use-level-project = project
use-level-population = populatie
use-purpose-coordination = algemene coördinatie
use-purpose-support = andere ondersteuning
use-purpose-action = actie
use-purpose-investment = investering
use-purpose-refund = terugbetaling
use-purpose-indemnity = vergoeding
use-purpose-notice-pay = opzeggingsvergoeding
use-purpose-belrai-registration = BelRAI-registratie

## Bevindingen per regel
finding-base-after-start = pilootproject `{ $pilot }`: basisjaren na de start ({ $years }): een deel van het effect zit in de eigen basis
advice-base-after-start = neem basisjaren van vóór de start van het project, of lees de lezing op niveau
finding-booked-later = lijnen die later geboekt zijn dan de studie meetelt, zijn weggelaten
advice-booked-later = niets, als [completion] het zo bedoelt
finding-changing-weight = personen hebben in een ander jaar een ander gewicht
advice-changing-weight = geef elke persoon het gewicht van het stratum waarin die getrokken is, niet dat van de huidige leeftijd
finding-code-without-sector = lijnen waarvan de nomenclatuurcode geen sector heeft, zijn weggelaten; codes: { $codes }, die met de meeste lijnen: { $named }
advice-code-without-sector = voeg de codes toe aan de sectortabel ([data] sectors)
finding-cross-border = pilootproject `{ $pilot }`: gemeenten van de zone liggen waar velen over de grens werken en daar verzekerd zijn
advice-cross-border = lees de cijfers met zorg: wie over de grens werkt, is daar verzekerd, zodat de gegevens een andere bevolking bevatten dan het register
finding-duplicate-person-year = rijen herhalen een persoon en een jaar in alle kolommen; elke telt één keer
advice-duplicate-person-year = ga na of geen uittreksel van de tabel twee keer geleverd is
finding-exhaustive-with-weights = persoonsjaren hebben een ander gewicht dan 1, terwijl de gegevens exhaustief heten: elke persoon staat dan alleen voor zichzelf
advice-exhaustive-with-weights = zeg source = "sample" in [data] als deze personen getrokken zijn, of laat de kolom `weight` weg: de grens van een kleine cel volgt de bron
finding-exposure-over-one = persoonsjaren hebben een blootstelling van meer dan het hele jaar; ze tellen als het hele jaar
advice-exposure-over-one = geef de blootstelling als fractie van het jaar, van 0 tot 1; 366 dagen op 365 is onschuldig, een aantal dagen niet
finding-fee-booked-twice = honoraria van apothekers die onder nomenclatuurcodes geboekt zijn, zijn weggelaten, omdat de geneesmiddelentabel ze bevat
advice-fee-booked-twice = niets te doen
finding-few-persons = pilootproject `{ $pilot }`: minder dan { $few } personen in de doelgroep in { $years }
advice-few-persons = gebruik het interval en het oordeel niet: verruim de zone of de doelgroepregel, of neem exhaustieve gegevens
finding-screened-adjusters = variant `{ $variant }`: van { $of } kolommen behoudt het elastische net deze: { $columns }
advice-screened-adjusters = niets: de coëfficiënten van de behouden kolommen zijn zonder straf geschat
finding-target-too-small = pilootproject `{ $pilot }`: in een of ander jaar voldoen te weinig personen van zijn zone, of geen, aan zijn doelgroepregel: het wordt niet beoordeeld
advice-target-too-small = controleer zijn zone en zijn doelgroepregel; kloppen ze, verruim ze dan of neem exhaustieve gegevens
finding-unconverged-fit = variant `{ $variant }`: schattingen van het uitgavenmodel convergeerden niet
advice-unconverged-fit = gebruik deze cijfers niet: laat risicofactoren weg die weinig personen hebben, of neem een andere familie
finding-few-placebos = variant `{ $variant }`: te weinig zones zonder pilootproject hebben de grootte van { $pilots }: schokken die een hele zone treffen, zitten niet in hun intervallen
advice-few-placebos = lees deze intervallen als te smal
finding-fewer-placebos = variant `{ $variant }`: wat zones zonder pilootproject voor { $pilots } tonen, steunt op { $had } pseudopiloten in plaats van { $wanted }, waarvan er { $side-by-side } naast elkaar passen
advice-fewer-placebos = niets: hun aantal zit in de breedte van de intervallen
finding-judged-before-start = pilootproject `{ $pilot }`: uitvoeringsjaren vóór de start ({ $years }): er zou niets gevonden moeten worden
advice-judged-before-start = niets, als een placebojaar bedoeld is
finding-late-booking = lijnen zijn meer dan { $months } maanden na de verstrekking geboekt; ze worden meegeteld
advice-late-booking = ga de boekingsmaanden na; als verstrekkingen zo laat geboekt worden, zijn de laatste jaren van de studie niet volledig
finding-most-above-cut-off = variant `{ $variant }`: de meeste persoonsjaren die aan `{ $target }` voldoen liggen boven de grens van haar regel voor uitschieters, { $outliers }
advice-most-above-cut-off = verhoog de grens in [outliers]: wat erboven ligt telt voor niemand, en een effect daarop blijft onzichtbaar
finding-municipality-merged = persoonsjaren onder de code van een gemeente die fuseerde of van code veranderde, tellen voor de gemeente van vandaag; codes: { $codes }
advice-municipality-merged = niets te doen; [data] mergers vervangt de tabel van fusies
finding-municipality-unknown = persoonsjaren hebben een code die geen gemeente van de geografie is, nu of vroeger; codes: { $codes }
advice-municipality-unknown = verbeter de codes, of geef de plaatsen van de studie met [data] geography en mergers
finding-negative-person-year = persoonsjaren hebben een negatieve kost: correcties zonder de lijn die ze corrigeren
advice-negative-person-year = ga na of correcties en de lijnen die ze corrigeren in de jaren van het uittreksel vallen
finding-no-credible-reading = variant `{ $variant }`: te weinig pseudopiloten om te leren hoeveel van een basisverschil blijft; beoordeeld met de evolutielezing
advice-no-credible-reading = neem de evolutielezing, of pilootprojecten van een grootte die meer zones zonder pilootproject hebben
finding-no-exposure = persoonsjaren zonder één dag verzekerd en in leven zijn weggelaten
advice-no-exposure = ga de verzekerde datums en de maand van overlijden na als het er veel zijn
finding-one-cluster = pilootproject `{ $pilot }`: zijn zone ligt binnen één cluster: zijn eigen deel van de variantie is dat van zijn personen
advice-one-cluster = kies een kleinere eenheid voor [credibility] cluster, of steun op de schokken die pseudopiloten tonen
finding-one-person = pilootproject `{ $pilot }`: één persoon heeft meer dan { $percent } % van de kost van de doelgroep in { $years }
advice-one-person = neem een regel voor uitschieters, een lagere grens of een ruimere zone: wat één persoon overkwam, verschuift de winst meer dan wat het project deed
finding-own-age = tabel `{ $table }` heeft een kolom `age`, die in de plaats komt van jaar min geboortejaar
advice-own-age = laat de kolom weg, of geef ze een andere naam, als de leeftijd van het jaar bedoeld is
finding-repeated-line = lijnen herhalen een andere in alle kolommen; { $choice ->
    [drop] ze zijn weggelaten
   *[keep] ze worden meegeteld
  }
advice-repeated-line = twee verstrekkingen kunnen gelijk zijn; als het uittreksel twee keer gemaakt is, neem het één keer of zeg [quality] repeated_lines = "drop"
finding-rule-looks-into-its-year = de regel `{ $target }` kijkt naar { $conditions } van hetzelfde jaar waarvoor hij beoordeeld wordt, wat een pilootproject kan beïnvloeden
advice-rule-looks-into-its-year = vergelijk met known = "previous-year" of cohort = "closed" in [population]
finding-sample-without-weights = de gegevens zijn een steekproef, maar elke persoon heeft gewicht 1: wie vaker getrokken wordt, telt meer
advice-sample-without-weights = geef een kolom `weight`, of een kolom `stratum` en de gewichten van [population] strata
finding-undecided-target = of persoonsjaren aan `{ $target }` voldoen, is niet te zeggen, omdat een waarde ontbreekt; ze tellen als niet voldoend
advice-undecided-target = vul de kolom aan, of zeg in de regel wat een ontbrekende waarde betekent
finding-unknown-booking = lijnen zeggen niet wanneer ze geboekt zijn; ze tellen mee als tijdig geboekt
advice-unknown-booking = vul de boekingsmaanden aan, vooral die van de laatste jaren: late boekingen worden geleerd uit de lijnen die er een hebben
finding-unknown-person = lijnen van personen die niet in de populatie van het jaar van verstrekking zitten, zijn weggelaten
advice-unknown-person = ga na of populatie en verstrekkingen uit één uittreksel komen en of de populatie de geboorten en overlijdens van het jaar bevat
finding-unsupported-profile = pilootproject `{ $pilot }`: de referentiepopulatie kan de kost niet zeggen van persoonsjaren met een kenmerk dat ze niet heeft
advice-unsupported-profile = voeg leeftijdsklassen of categorieën van het model samen, of verruim de referentiepopulatie
finding-year-not-in-study = lijnen van jaren die de studie niet nodig heeft, zijn weggelaten
advice-year-not-in-study = niets, als het uittreksel meer jaren bevat dan de studie; ga anders de datums van verstrekking na
finding-zone-without-residents = pilootproject `{ $pilot }`: niemand in de gegevens woont in deze gemeenten: { $places }
advice-zone-without-residents = als haar code veranderde, voeg dat toe aan de tabel van fusies ([data] mergers); als ze heel klein is, niets

## Planning
plan-stated-title = Opgegeven momenten
plan-stated = opgegeven momenten
plan-kicker = Een evaluatie plannen
plan-lead = De kleinste besparing die de toets van één project met een kans van { $power } zou vinden, bij een betrouwbaarheidsniveau van { $level }, naar het aantal personen en het aantal samen beoordeelde jaren.
plan-effect = Te vinden: een besparing van { $effect }.
plan-chart = Kleinste aantoonbare besparing: { $variant }, { $reading }
plan-chart-description = Eén kromme per aantal jaren: de kleinste aantoonbare besparing daalt met het aantal personen. De cijfers staan in de tabel onder de grafiek.
plan-years = { $count ->
    [one] { $number } jaar
   *[other] { $number } jaar
  }
plan-across = Personen van de doelgroep
plan-judged = Beoordeelde jaren
plan-se = Standaardfout
plan-zones = Waarvan: zoneschokken
plan-euro = Hetzelfde in euro
plan-persons-needed = Nodige personen
plan-years-needed = Nodige jaren
plan-never = geen aantal volstaat
plan-note = Een kleinere winst kan er best zijn, maar zo’n evaluatie zou ze meestal niet van toeval kunnen onderscheiden. Worden meerdere projecten beoordeeld, dan vraagt de Holm-correctie meer dan hier staat. Schokken die een hele zone treffen dalen niet met het aantal personen, alleen met jaren of zones.

## Calibration
calibration-kicker = Wat een manier van oordelen waard is
calibration-lead = Bekende effecten werden in pseudo-projecten gebracht: zones zo groot als een project waar niets gebeurd is. Wat elke variant ervan maakt, toont wat ze van een project zou maken, op het betrouwbaarheidsniveau van { $level }, over alle uitvoeringsjaren samen.
calibration-broken = Een variant met ⚠ vindt vaker dan haar niveau toelaat winst of verlies waar er geen is: oordeel er niet mee.
calibration-none = Te weinig zones zonder project zijn zo groot als een project om een variant te beproeven.
calibration-chart = Gevonden effecten: { $variant }
calibration-chart-description = Aandeel van de pseudo-projecten waarin een effect gevonden wordt, naar de grootte van het effect, naast het aandeel dat de standaardfout belooft. De cijfers staan in de tabel hieronder.
calibration-size = Valse winsten en verliezen, naast de toegelaten { $nominal }
calibration-false = Aandeel valse winsten en verliezen
calibration-variant = Variant
calibration-effect = Effect op de kost
calibration-bias = Vertekening
calibration-rmse = Wortel van de gemiddelde kwadratische fout
calibration-coverage = Intervallen die de waarheid bevatten
calibration-found = Gevonden
calibration-promised = Beloofd
calibration-wrong = Verkeerd teken
calibration-note = Zonder effect is ‘gevonden’ het aandeel valse winsten en verliezen. Onder een plafond wordt een effect op wat boven de grens ligt gedeeld en niet toegekend: de vertekening toont hoeveel. De lijn van elke variant in het beeld van de valse winsten is wat het toeval toelaat met zoveel zones als er naast elkaar passen.

## Precisie
precision-title = Welke precisie te koop is
precision-lead = Waar niets gebeurde, is elke besparing die men vindt fout. Hoe groot die doorgaans is (wortel van het gemiddelde kwadraat over de pseudoprojecten en jaren), toont wat elke keuze van methode met de fout doet, op de eigen gegevens van deze studie.
precision-method = Op { $count } pseudoprojecten zo groot als { $pilots } zit de jaarlijkse besparing er { $first } naast als de beschrijving van het besluit letterlijk gevolgd wordt: lezing { $reading }, enkel het laatste basisjaar, geen regel voor uitschieters. { $better ->
    [some] De keuze van de methode alleen brengt dat op { $best }: lezing { $other }, basisjaren: { $years }, uitschieters: { $rule }.
   *[none] Geen andere keuze van methode die beproefd werd, doet beter.
  }
precision-persons = De rest is enkel met personen te koop, niet met methode: zoals deze studie oordeelt, is de fout { $own }; dubbel zoveel personen, in project en referentiepopulatie samen, zouden er ongeveer { $doubled } van maken{ $shocks ->
    [some] , en geen enkel aantal personen brengt haar onder { $endless }, omdat schokken hele zones treffen.
   *[none] , en nog meer personen zouden haar verder verkleinen, want deze pseudoprojecten tonen geen zoneschokken.
  }
precision-table = Fout van de jaarlijkse besparing waar niets gebeurde, pseudoprojecten zo groot als { $pilots }
precision-aside = gewone fout { $first }, op zijn best { $best }
precision-error = Gewone fout
precision-change = Tegenover de eerste regel
precision-note = De lezingen niveau en geloofwaardig tellen minder, of niets, van het eigen verleden van de zone en rekenen een blijvend verschil van de zone dus aan het project toe: een kleinere fout over veel zones is geen belofte voor één ervan. Een regel voor uitschieters neemt ook weg wat een project doet voor zijn duurste patiënten.
asked-base-count = Basisjaren

## Uitschieters
outliers-title = Wat de duurste gevallen met de winst doen
outliers-lead = De winst van elk project over { $period }, volgens de lezing { $reading }, bij verschillende grenzen van de regel voor uitschieters. Een winst die met de grens komt en gaat, hangt aan enkele zeer dure gevallen; een winst die blijft niet.
outliers-chart-title = Winst volgens de grens: { $pilot }
outliers-chart-description = Een rij per grens: winst in duizend euro met haar interval, tegenover een lijn op nul; het volle teken is de grens van de studie. De cijfers staan in de tabel onder de grafiek.
outliers-table = { $pilot }: winst per grens van de regel voor uitschieters, { $period }
outliers-overview = Besparingspercentage en winst per project en grens, { $period }
outliers-cut = Grens
outliers-rule = Uitschieters
outliers-own = zoals deze studie
outliers-other = bij een andere grens
outliers-cap = afgetopt: { $cut }
outliers-drop = weggelaten: { $cut }
outliers-note = De duurste zijn het naar jaarkost onder de personen van het land die aan de doelregel voldoen, jaar per jaar. De intervallen nemen de grens en de zoneschokken als gegeven.
cut-off-none = geen grens
cut-off-share = duurste { $share }
cut-off-euro = boven { $amount }

## Omvang van de toets
size-not-kept = te veel valse oordelen
size-warning = Bij pseudoprojecten vindt deze lezing vaker dan haar niveau toelaat winst of verlies waar er geen is: oordeel er niet mee.
size-rule = ‘Te veel valse oordelen’ betekent: met α het aandeel valse oordelen dat het niveau toelaat en J het aantal pseudoprojecten naast elkaar worden er meer dan α + 1,645 √(α(1 − α)/J) winst of verlies genoemd, elk beoordeeld naar de zones die er geen gemeente mee delen.

# De bladzijde van een vergelijking.
compare-kicker = Varianten naast elkaar
compare-lead = { $count } varianten van de methode, die verschillen in { $choices }, beoordelen elk project over { $years } samen. Op wat niet van zulke keuzes afhangt kan men rekenen; de rest is een keuze. Intervallen zijn op het betrouwbaarheidsniveau van { $level }.
compare-broken = Varianten die, waar er geen zijn, meer winsten of verliezen vinden dan hun niveau toelaat: { $count }. Ze zijn met ◆ gemerkt en blijven buiten de gedeelde cijfers.
compare-order = Houden de projecten hun volgorde van variant tot variant? De concordantie van Kendall is { $concordance } (1: altijd dezelfde volgorde; 0: niets gemeen), de gemiddelde rangcorrelatie { $correlation }.
compare-note = Besparingspercentages. ‘Gedeeld’ is de mediaan van de varianten die hun niveau houden: die in niet meer pseudoprojecten, waar niets gebeurde, een winst of een verlies zien dan hun niveau toelaat. De tabellen specification_curve, compare_summary, choice_effects en rank_stability geven elk jaar.
compare-failed = Varianten zonder antwoord:
compare-pilot = Project
compare-median = Mediaan
compare-range = Laagste … hoogste
compare-same = Zelfde teken
compare-gains = Vinden winst
compare-losses = Vinden verlies
compare-size = Houden hun niveau
compare-agreed = Gedeeld
compare-all = { $count } varianten leggen het besparingspercentage tussen { $low } en { $high }, met { $median } in het midden. { $same } daarvan zijn het met het midden eens over het teken; { $gains } vinden een winst en { $losses } een verlies.
compare-hidden = Niet getoond: { $count } andere, die naast deze zouden zeggen wat enkele personen kosten.
compare-kept = De varianten die hun niveau houden ({ $count }) leggen het tussen { $low } en { $high }, met { $median } in het midden.
compare-most = Wat het antwoord het meest verschuift is deze keuze: { $choice }; ze verklaart { $share } van de verschillen tussen varianten.
compare-small = De doelgroep is te klein om haar cijfers te tonen, of geen variant heeft een antwoord.
compare-caption = Besparingspercentage van { $pilot } in elke variant, op volgorde, en daaronder wat elke variant koos
compare-description = Van links naar rechts de varianten met hun besparingspercentage en interval, van het laagste tot het hoogste; onder elk een punt in de rij van elk niveau dat ze neemt. De tabel specification_curve geeft de cijfers.
compare-thinned = Van zo veel varianten zijn er { $count } op gelijke afstanden getekend.
compare-found = een winst of een verlies
compare-not-found = niet van toeval te onderscheiden
compare-wolf = houdt zijn niveau niet
compare-choice = Keuze
compare-share = Van de verschillen
compare-level = Niveau
compare-effect = Verschuift het besparingspercentage met
compare-model = het model
compare-family = de familie
compare-reading = de lezing
compare-outliers = de regel voor uitschieters
compare-base = de basisperiode
compare-reference = de referentiepopulatie
compare-cohort = het cohort
compare-completion = late boekingen
compare-reference-pilots = zonder enig project
compare-reference-pilot = zonder het beoordeelde project
compare-reference-none = het hele land
compare-cohort-open = open
compare-cohort-closed = gesloten
