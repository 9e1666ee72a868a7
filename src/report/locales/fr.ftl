# Le rapport en français. Les clés et les arguments sont les mêmes dans chaque langue ; les nombres arrivent déjà écrits,
# $count ne fait que choisir entre singulier et pluriel.

## Page
skip = Aller à la synthèse
contents = Sommaire
table-copy = Copier le tableau
table-copied = Copié
table-sort = Trier selon cette colonne
kicker = Garantie budgétaire des projets pilotes de soins intégrés
lead = Ce que les patients de chaque projet auraient coûté sans lui, ce qu’ils ont réellement coûté, et la confiance que mérite l’écart.
fact-period = Période d’exécution
fact-base = Période de base
fact-source = Données
fact-reading = Lecture
fact-level = Niveau de confiance
fact-version = Moteur
version = garantie { $version }
source-sample = échantillon permanent ; une petite cellule repose sur 3 personnes ou moins
source-exhaustive = données exhaustives ; une petite cellule repose sur moins de 5 personnes
small-cell = petite cellule
none = aucun
interval = de { $low } à { $high }
weighted-year = { $year } ({ $weight })
total = total

## Lectures et verdicts
reading-level = niveau
reading-evolution = évolution
reading-additive = évolution additive
reading-credible = crédible
verdict-gain = gain
verdict-loss = perte
verdict-unclear = non distinguable

## Synthèse
summary-title = Synthèse
summary-scope = { $count ->
    [one] Un projet pilote est évalué sur { $period }
   *[other] { $number } projets pilotes sont évalués sur { $period }
  }, par rapport à la période de base { $base }.
summary-verdicts = Sur l’ensemble de la période, selon la lecture « { $reading } », { $gains ->
    [0] aucun projet ne présente de gain
    [one] un projet présente un gain
   *[other] { $gains } projets présentent un gain
  } et { $losses ->
    [0] aucun ne présente de perte
    [one] un projet présente une perte
   *[other] { $losses } présentent une perte
  } que le hasard seul n’explique pas ; { $unclear ->
    [0] il n’est aucun projet dont l’écart ne puisse être distingué du hasard
    [one] pour un projet, l’écart ne peut être distingué du hasard
   *[other] pour { $unclear } projets, l’écart ne peut être distingué du hasard
  }{ $hidden ->
    [0] .
    [one] , et un projet repose sur trop peu de personnes pour être montré.
   *[other] , et { $hidden } projets reposent sur trop peu de personnes pour être montrés.
  }
summary-precision = L’intervalle typique s’étend à { $margin } de la garantie de part et d’autre, et l’écart typique est de { $gain } : { $compare ->
    [smaller] ce que l’on mesure est plus petit que sa marge d’erreur.
   *[larger] ce que l’on mesure est plus grand que sa marge d’erreur.
  }
summary-precision-none = Aucun chiffre ne repose sur assez de personnes pour être montré.
summary-errors = { $count ->
    [one] Un constat relatif aux données est assez grave pour que les chiffres ne soient pas utilisés tels quels.
   *[other] { $number } constats relatifs aux données sont assez graves pour que les chiffres ne soient pas utilisés tels quels.
  } Voir « Les données ».

## La question posée
asked-title = La question posée
asked-pilots = Projets pilotes
pilot = Projet
pilot-name = Nom
municipalities = Communes
target = Groupe cible
start = Début
map-title = Où sont les projets : une case par province
asked-comparison = La comparaison
asked-base = Années de base et poids
asked-performance = Années d’exécution
asked-reading = Lecture de la garantie
asked-reference = Population de référence
asked-adjusters = Variables d’ajustement
asked-sectors = Secteurs retenus
variant-of-several = { $variant } ; ce rapport ne montre qu’elle, les fichiers gains et gains_by_sector contiennent aussi { $others }
asked-variant = Variante
reference-pilots = les personnes domiciliées ailleurs qui répondent à la même règle d’inclusion à la même date, hors des zones de tous les projets pilotes
reference-pilot = les personnes domiciliées ailleurs qui répondent à la même règle d’inclusion à la même date, hors de la zone du projet évalué
reference-none = toutes les personnes qui répondent à la même règle d’inclusion à la même date, zones des projets pilotes comprises
explain-level = Niveau : la garantie est le coût attendu d’après la population de référence ; toute différence durable de la zone, même antérieure au projet, est attribuée au projet.
explain-evolution = Évolution : la garantie est le coût du projet en période de base, projeté selon l’évolution de la population de référence corrigée pour les risques ; seul un changement depuis la période de base, en pour cent, est attribué au projet.
explain-additive = Évolution additive : comme l’évolution, mais la différence de la période de base est conservée en euros par personne-année plutôt qu’en pour cent.
explain-credible = Crédible : entre niveau et évolution ; de la différence de la période de base, on reconduit la part qui persiste en moyenne dans des zones où rien ne s’est passé. C’est la lecture qui se trompe le moins sur l’ensemble des zones, mais si la différence d’une zone persiste vraiment, elle en attribue une partie au projet : à lire à côté de l’évolution, non à sa place.

## Gains
gains-title = Gains et pertes d’efficience
gains-lead = Gain = garantie budgétaire − coût réel ; au-dessous de zéro, c’est une perte. Le taux d’économie est le gain rapporté à la garantie. Les intervalles sont au niveau de confiance de { $level } ; les verdicts tiennent aussi compte du nombre de projets évalués ensemble (correction de Holm).
forest-title = Taux d’économie par projet, { $period }
forest-description = Une ligne par projet : le taux d’économie et son intervalle, face à une ligne à zéro. Les chiffres figurent dans le tableau sous le graphique.
forest-axis = Taux d’économie, en pour cent de la garantie
legend-gain = gain
legend-loss = perte
legend-unclear = non distinguable du hasard
chart-data = Chiffres de ce graphique
verdicts-title = En toutes lettres
gains-table = Garantie, coût réel et gain par projet et par année
table-hint = tableau large : faire défiler
period = Période
persons = Personnes
guarantee = Garantie
real-cost = Coût réel
gain = Gain
gain-interval = Gain (intervalle)
rate = Taux d’économie
rate-interval = Taux d’économie (intervalle)
interval-head = Intervalle
detectable = Plus petit taux décelable
verdict = Verdict
gains-note = Les chiffres sont arrondis à ce que leur intervalle autorise : les montants à deux chiffres significatifs de l’erreur type, les taux à une décimale au plus ; des chiffres arrondis ne s’additionnent pas toujours exactement. Le « plus petit taux décelable » est le taux d’économie qu’une étude de cette précision décèlerait quatre fois sur cinq par le test d’un seul projet, avec les quantiles de son intervalle ; la correction de Holm pour plusieurs projets en demande davantage. Les fichiers gains.csv et gains_by_sector.csv contiennent tous les chiffres. Le coût réel et la garantie s’entendent après traitement des valeurs extrêmes ; raw_cost, dans gains.csv, est ce qui a été remboursé.

sentence = Pour { $pilot }, { $period }, le coût réel a été de { $rate } { $side ->
    [above] supérieur
   *[below] inférieur
  } à la garantie ({ $range }) : { $verdict ->
    [gain] un gain que le hasard seul n’explique pas.
    [loss] une perte que le hasard seul n’explique pas.
    [corrected] pris isolément, l’écart se remarquerait, mais parmi tous les projets évalués ensemble il ne peut être distingué du hasard.
   *[chance] l’écart ne peut être distingué du hasard.
  }
sentence-hidden = Pour { $pilot }, { $period }, le groupe cible est trop petit pour que des chiffres soient montrés (petite cellule).
range-straddle = entre { $above } au-dessus et { $below } au-dessous
range-below = entre { $near } et { $far } au-dessous
range-above = entre { $near } et { $far } au-dessus

## Projets
pilots-title = Les projets un à un
pilots-lead = Ce que l’on trouve pour chaque projet, à l’intention de ceux qui y travaillent : imprimé, chacun tient en deux pages environ, qui peuvent être remises seules.
pilots-print = Imprimer ces pages seules
pilots-zone = Zone
pilots-municipalities = { $count ->
    [one] une commune
   *[other] { $number } communes
  }
pilots-other-readings = Selon les autres lectures
pilots-note = Extrait de « { $title } ». Les intervalles sont au niveau de confiance de { $level } ; le verdict tient aussi compte du nombre de projets évalués ensemble. Les coûts sont ceux d’après la règle des valeurs extrêmes. Un gain ne prouve pas que le projet en est la cause, et un écart que l’on ne peut distinguer du hasard ne prouve pas l’absence d’effet.
years-heading = Garantie et coût réel au fil des années
years-title = { $pilot } : garantie et coût réel, en { $unit ->
    [million] millions d’euros
   *[thousand] milliers d’euros
  }
years-description = Deux lignes, de la période de base aux années d’exécution : le coût réel, et la garantie avec son intervalle à chaque année. Les chiffres figurent dans le tableau sous le graphique.
years-axis = L’axe des coûts ne commence pas à zéro
years-base = base { $period }
years-legend-band = intervalle de la garantie
years-table = { $pilot } : garantie et coût réel par année
trial-heading = À côté de zones où rien ne s’est passé
trial-title = { $pilot } parmi les pseudo-projets de sa taille, { $period }
trial-description = Les barres comptent les pseudo-projets selon l’économie que l’on y trouve, une ligne marque le projet. Les chiffres figurent dans le tableau sous le graphique.
trial-axis = Taux d’économie trouvé
trial-axis-additive = Gain trouvé, en euros par personne-année
trial-count = Pseudo-projets
trial-legend-own = { $pilot } : { $found }
trial-legend-pseudo = pseudo-projets, où rien ne s’est passé
trial-sentence = { $tried } pseudo-projets d’environ cette taille, des zones où rien ne s’est passé, ont été évalués de la même façon. { $told ->
    [yes] Parmi eux, { $far } ({ $share }) s’écartent au moins autant de leur moyenne que { $pilot }.
   *[no] Ils sont trop peu nombreux pour dire combien un écart aussi grand est rare.
  }
trial-table = { $pilot } : pseudo-projets selon ce que l’on y trouve

## Décomposition
decomposition-title = Du coût de base au coût réel
decomposition-lead = Ce qui a fait évoluer le coût de chaque groupe cible de la période de base à { $period }. Les quatre parts ci-dessous mènent de l’un à l’autre et leur somme est exacte au centime ; sur plusieurs années, chacune est la somme des années, et le coût de base compte une fois pour chacune. La garantie suit la lecture « { $reading } ».
component-size = Taille (personnes-années)
component-case-mix = Composition (case-mix)
component-national = Évolution nationale
component-level = Écart de base non reconduit
component-own = Différence propre au projet
explain-size = Plus ou moins de personnes-années, à composition et prix inchangés.
explain-case-mix = D’autres personnes : plus ou moins âgées, plus ou moins malades, aux prix de la période de base. Cette part est détaillée par variable d’ajustement du modèle.
explain-national = D’autres prix et d’autres soins pour les mêmes personnes : ce qui est devenu plus ou moins cher dans la population de référence, dans la même proportion.
explain-level-lost = La partie de la différence en période de base entre la zone et le reste du pays que la lecture ne reconduit pas dans la garantie.
explain-own = Ce qui reste : le coût réel moins la garantie. Au-dessous de zéro, c’est le gain du projet ; au-dessus, sa perte.
decomposition-base = Coût de base
decomposition-component = Part
decomposition-adjuster = Variable d’ajustement
decomposition-sentence = Sur { $period }, le groupe cible de { $pilot } a coûté { $real }, soit { $change } ({ $rate }) de { $side ->
    [less] moins
   *[more] plus
  } que si chaque année avait coûté autant que la période de base. De cet écart, { $size } tiennent à la taille du groupe, { $mix } à sa composition, { $national } à l’évolution nationale des dépenses{ $kept ->
    [part] { "" }, { $level } à l’écart de base que la lecture ne reconduit pas
   *[all] { "" }
  } ; ce qui reste, { $own }, est la différence propre au projet : { $verdict ->
    [gain] un gain que le hasard seul n’explique pas.
    [loss] une perte que le hasard seul n’explique pas.
   *[chance] elle ne peut être distinguée du hasard.
  }
decomposition-chart-title = Du coût de base au coût réel : { $pilot }, { $period }
decomposition-chart-description = Une cascade face à une ligne au coût de base, chaque pas commençant où finit celui du dessus. { $steps }. Les chiffres figurent dans les tableaux sous le graphique.
decomposition-axis = Écart par rapport au coût de base, en milliers d’euros
decomposition-legend-sum = somme, par son écart au coût de base
decomposition-legend-step = étape
decomposition-legend-own = différence propre, avec son intervalle : { $verdict }
decomposition-data = Tous les chiffres : par année, par secteur, et la composition par variable d’ajustement
decomposition-by-year = { $pilot } : du coût de base au coût réel, par année, en euros
decomposition-by-sector = { $pilot } : du coût de base au coût réel, par secteur, { $period }, en euros
decomposition-by-adjuster = { $pilot } : la composition par variable d’ajustement, en euros
decomposition-overview = Les projets côte à côte
decomposition-table = Du coût de base au coût réel par projet, { $period } ; sous chaque montant, sa part du coût de base
decomposition-note = Dans les phrases, les graphiques et le tableau des projets, les montants sont arrondis à ce que l’intervalle de la différence propre autorise et ne s’additionnent pas toujours exactement ; les tableaux sous chaque graphique sont à l’euro, les fichiers decomposition.csv et case_mix.csv au centime. Les coûts sont ceux d’après la règle des valeurs extrêmes. La composition n’est détaillée que si chaque variable d’ajustement concerne assez de personnes.

## Lectures
readings-title = Lectures de la garantie
readings-lead = Le texte de l’arrêté peut se lire de plusieurs façons. Les lectures diffèrent par les écarts durables entre la zone et le reste du pays qu’elles attribuent au projet ; l’étude juge selon la lecture « { $reading } ».
readings-chart-title = Taux d’économie par projet et par lecture, { $period }
readings-chart-description = Au plus quatre repères par projet, un par lecture, chacun avec son intervalle, face à une ligne à zéro. Les chiffres figurent dans le tableau sous le graphique.
readings-table = Taux d’économie par projet et par lecture, { $period }
main-reading = lecture de l’étude

## Placebos
placebos-title = À l’épreuve de zones sans projet
placebos-lead = Toute la méthode a aussi été appliquée à { $count } pseudo-projets : des zones sans projet pilote et de taille comparable, dont { $independent } tiennent côte à côte. Il ne s’y est rien passé : tout ce que l’on y trouve est une erreur. Ce qui les disperse au-delà du hasard entre personnes, ce sont des chocs qui touchent une zone entière ; ils font partie de chaque intervalle de ce rapport.
placebos-none = Aucun pseudo-projet n’a été essayé, ou trop peu de zones sans projet sont aussi grandes qu’un projet. Les intervalles de ce rapport ne comprennent alors que le hasard entre personnes et l’erreur des modèles ; ils sont trop étroits de tout ce qui touche une zone entière.
placebos-reading = Lecture
placebos-table = Pseudo-projets, { $period }
placebos-pilots = De la taille de
placebos-count = Nombre (côte à côte)
placebos-mean = Gain moyen trouvé
placebos-sd = Écart-type
placebos-shock = Chocs de zone
placebos-false-without = Faux verdicts, personnes seules
placebos-false = Faux verdicts
placebos-note = Une bonne méthode trouve un gain moyen proche de zéro et environ 5 % de faux verdicts au niveau de confiance de 95 %. Les chocs de zone sont donnés par leur écart-type ; la lecture additive est en euros par personne-année. Les faux verdicts « personnes seules » montrent ce que vaudrait un test qui ignore ces chocs.
placebos-before-title = Essayée avant le début
placebos-before = Jugés sur { $year } d’après { $base }, avant que les projets n’aient commencé, { $found ->
    [0] aucun des { $tried } projets n’aurait été déclaré en gain ou en perte, comme il se doit
    [one] un des { $tried } projets aurait été déclaré en gain ou en perte, alors que rien ne s’était passé
   *[other] { $found } des { $tried } projets auraient été déclarés en gain ou en perte, alors que rien ne s’était passé
  } ; les taux d’économie trouvés vont de { $low } à { $high }.

## Parts de l’erreur
parts-title = Ce qu’un plus grand nombre de personnes améliorerait
parts-lead = L’erreur de chaque gain a plusieurs sources. Le hasard entre les personnes du groupe cible diminue quand leur nombre augmente ; l’erreur des modèles diminue avec la population de référence ; les chocs qui touchent une zone entière, comme l’ouverture d’un hôpital, ne diminuent pas du tout avec le nombre de personnes, seulement avec plus d’années ou plus de zones.
parts-table = Sources de la variance du taux d’économie
parts-own = Personnes du projet
parts-reference = Modèles
parts-zones = Chocs de zone
parts-shrunk = Taux ramené vers la moyenne
parts-weight = Poids propre
parts-sentence = { $pilot } : le taux d’économie est connu à une erreur type de { $se } près ; avec deux fois plus de personnes elle serait de { $doubled }, et { $shocks ->
    [known] aucun nombre de personnes ne la ramène sous { $endless }.
   *[unknown] quel que soit le nombre de personnes elle ne descendrait pas sous { $endless }, les chocs de la zone non compris.
  }
parts-note = Le « taux ramené vers la moyenne » est la meilleure estimation quand on regarde tous les projets ensemble : un chiffre qui n’est guère plus que du hasard est ramené vers la moyenne de tous les projets, un chiffre précis reste où il est ; le « poids propre » dit quelle part du chiffre du projet est gardée.

## Secteurs
sectors-title = Par secteur
sectors-lead = Où naît, dans les soins, le gain ou la perte de chaque projet, { $period }, selon la lecture « { $reading } ». La somme des secteurs d’un projet est égale à son total. Parmi tant de secteurs, le hasard suffit pour que l’intervalle de quelques-uns exclue zéro.
sectors-chart-title = Gain par secteur : { $pilot }
sectors-chart-description = Une ligne par secteur : le gain en milliers d’euros et son intervalle, face à une ligne à zéro. Les chiffres figurent dans le tableau sous le graphique.
sectors-axis = Gain, en milliers d’euros
sectors-legend-gain = gain dont l’intervalle exclut zéro
sectors-legend-loss = perte dont l’intervalle exclut zéro
sectors-legend-unclear = son intervalle contient zéro
sectors-table = { $pilot } : garantie, coût réel et gain par secteur, { $period }
sectors-overview = Gain par projet et par secteur, { $period } ; les intervalles figurent dans la partie de chaque projet
sector = Secteur

## Modèles
models-title = Les modèles de dépenses
models-lead = Un modèle par année, estimé sur la population de référence, donne le coût à attendre d’après les caractéristiques d’une personne. Le R² est la part des différences entre personnes qu’il explique ; le calage est le coût réel de la population de référence divisé par son coût attendu et doit valoir 1 ; un conditionnement supérieur à 10¹⁰ signifie que les coefficients perdent des chiffres.
fits-table = Qualité des modèles de la dépense totale
fits-by-sector = Qualité par secteur
fits-by-sector-table = Qualité des modèles par secteur
year = Année
person-years = Personnes-années
r2 = R²
sigma = Écart type résiduel (€)
calibration = Calage
condition = Conditionnement
coefficients = Coefficients du modèle de la dépense totale, { $year }
left-out-all = hors des zones de tous les projets
left-out-none = zones des projets comprises
left-out-pilot = hors de la zone de { $pilot }
term = Terme
estimate = Euros par an
se = Erreur type
aliased = omis : déterminé par d’autres termes
coefficients-persons = Personnes concernées

## Diagnostic
diagnostics-title = Pour qui le modèle attend trop ou trop peu
diagnostics-chronic-under = Pour les { $persons } personnes de la population de référence qui ont { $count } affections, le modèle attend { $expected } € par an alors qu’elles coûtent { $real } € : { $residual } € de trop peu (ratio prédictif { $ratio }).
diagnostics-chronic-over = Pour les { $persons } personnes de la population de référence qui ont { $count } affections, le modèle attend { $expected } € par an alors qu’elles coûtent { $real } € : { $residual } € de trop (ratio prédictif { $ratio }).
diagnostics-lead = Dans la population de référence, le coût attendu est comparé au coût réel. Là où le ratio prédictif, coût attendu divisé par coût réel, est inférieur à 1, un projet qui a beaucoup de tels patients se voit attendre trop peu et paraît plus cher qu’il n’est ; dans la lecture par évolution, seul un changement de leur part compte. Les ratios qui s’écartent de plus de 5 % sont marqués. La table calibration contient toutes les années et variantes.
diagnostics-illness = Coût attendu et coût réel selon la maladie, euros par personne-année, { $year }
diagnostics-group = Personnes avec
diagnostics-conditions = affections : { $count }
diagnostics-expected = Attendu
diagnostics-real = Réel
diagnostics-ratio = Ratio prédictif
diagnostics-residual = Réel moins attendu
diagnostics-age = Selon l’âge
diagnostics-sex = Selon le sexe
diagnostics-province = Selon la province
diagnostics-decile = Selon le décile de coût attendu
diagnostics-increased-reimbursement = Selon l’intervention majorée
diagnostics-male = homme
diagnostics-female = femme
diagnostics-yes = oui
diagnostics-no = non

## Données
data-title = Les données
data-lead = Ce qui a été lu, ce qui a été utilisé, et ce qui a été remarqué en chemin.
totals-table = Lignes lues et montants, par année de prestation et par secteur
in-scope = Retenu
not-in-scope = Non utilisé
lines = { $count ->
    [one] { $number } ligne
   *[other] { $number } lignes
  }
all-years = Ensemble des années
findings-title = Constats
findings-table = Constats relatifs aux données, les plus graves d’abord
finding = Constat
level-head = Gravité
level-error = erreur
level-warning = avertissement
level-information = information
count-head = Nombre
share-head = Part
amount-head = Montant
advice = Que faire
no-findings = Rien n’a été constaté qui demande attention.

## Noms
sector-doctors = médecins
sector-dentists = dentistes
sector-nurses = soins infirmiers
sector-hospitals = hôpitaux
sector-pharmaceuticals = médicaments
sector-other = autres
sector-out-of-scope = { $sector } (hors champ)
sector-still-to-book = { $sector } (encore à comptabiliser)
sector-booked-later = comptabilisé plus tard
sector-of-a-person-in-the-other-source = d’une personne de l’autre source
sector-no-sector = sans secteur
sector-not-in-the-population = absent de la population
sector-fee-booked-twice = honoraire comptabilisé deux fois
sector-repeated = répété à la lettre
sector-year-not-in-the-study = année hors de l’étude
adjuster-age-sex = âge et sexe
adjuster-conditions = morbidité (affections chroniques)
adjuster-increased-reimbursement = intervention majorée (BIM)
adjuster-age = âge
adjuster-sex = sexe
adjuster-province = province
adjuster-region = région
adjuster-arrondissement = arrondissement
term-intercept = constante
province-west-vlaanderen = Flandre-Occidentale
province-oost-vlaanderen = Flandre-Orientale
province-antwerpen = Anvers
province-limburg = Limbourg
province-bruxelles-brussel = Bruxelles
province-vlaams-brabant = Brabant flamand
province-liege = Liège
province-hainaut = Hainaut
province-brabant-wallon = Brabant wallon
province-namur = Namur
province-luxembourg = Luxembourg
condition-chronic = au moins une affection chronique
condition-addiction = dépendance
condition-cancer = cancer
condition-cardiovascular = maladie cardiovasculaire
condition-copd-asthma = BPCO ou asthme
condition-cystic-fibrosis = mucoviscidose
condition-dementia = démence
condition-depression = dépression
condition-diabetes = diabète
condition-epilepsy = épilepsie
condition-glaucoma = glaucome
condition-gout = goutte
condition-hepatitis-b = hépatite B
condition-hepatitis-c = hépatite C
condition-hiv = VIH
condition-hypertension = hypertension
condition-inflammatory-bowel = maladie inflammatoire de l’intestin
condition-kidney-failure = insuffisance rénale
condition-multiple-sclerosis = sclérose en plaques
condition-osteoporosis = ostéoporose
condition-parkinson = maladie de Parkinson
condition-psoriasis = psoriasis
condition-psychosis = psychose
condition-rheumatic-inflammation = rhumatisme inflammatoire
condition-thyroid = affection thyroïdienne
condition-transplant = transplantation
asked-age-sex = âge ({ $bands } tranches) × sexe
asked-conditions = affections : { $names }
asked-curve = { $column } (courbe)

## Limites
limits-title = Ce que les chiffres ne disent pas
limit-interval = L’intervalle comprend le hasard entre personnes et l’erreur du modèle de la population de référence. Il ne comprend pas encore les chocs qui touchent toute une zone, comme l’ouverture d’un hôpital ou un tarif local.
limit-interval-shocks = L’intervalle comprend le hasard entre personnes, l’erreur du modèle de la population de référence et, pour autant que les pseudo-projets les montrent, les chocs qui touchent une zone entière.
limit-late = { $late ->
    [yes] Ce qui reste à comptabiliser est estimé d’après les années antérieures ; l’erreur de cette estimation est dans l’intervalle.
   *[no] Ce qui reste à comptabiliser n’est ni dans les chiffres ni dans l’intervalle : les coûts des dernières années peuvent être trop bas.
  }
limit-adjusters = Ce que les variables d’ajustement ne voient pas reste dans le gain : si l’état des patients d’un projet s’est aggravé sans que les données le montrent, cela se lit comme une perte.
limit-cause = Un gain ne prouve pas que le projet en est la cause, et un écart que l’on ne peut distinguer du hasard ne prouve pas l’absence d’effet.
limit-readings = Les lectures diffèrent par les écarts durables qu’elles attribuent au projet ; une conclusion qui ne vaut que dans une lecture est une conclusion sur cette lecture.
limit-cells = Les chiffres qui reposent sur trop peu de personnes sont masqués comme petites cellules, de même que tout chiffre dont on pourrait les déduire.
reproduce-title = Comment citer et reproduire
reproduce = Le fichier manifest.json joint à ce rapport contient les empreintes de l’étude et des données, la graine aléatoire, les réglages et la version du moteur ({ $version }). La même étude sur les mêmes données donne les mêmes tableaux, à l’octet près.
reproduce-citation = { $title } : rapport sur { $period }. Calculé avec garantie { $version } ; graine { $seed } ; étude de SHA-256 { $digest }.
reproduce-command = Commande
reproduce-digest = Étude (SHA-256)
reproduce-seed = Graine aléatoire
annex-title = Annexe : les chiffres derrière les graphiques et les modèles

## Méthode
method-title = La méthode en bref
method-who = Qui est compté
method-who-text = Les habitants de la zone d’un projet qui répondent à sa règle d’inclusion ; la population de référence répond à la même règle à la même date. Qui n’est assuré qu’une partie de l’année compte pour cette partie, et personne n’est écarté parce qu’il est décédé.
method-what = Ce qui est compté
method-what-text = Ce qui a été remboursé dans les secteurs retenus, par année de prestation. Règle des valeurs extrêmes : { $outliers }, la même pour les projets et la population de référence, les années de base et d’exécution. Les prestations encore à comptabiliser { $late ->
    [yes] sont ajoutées, au rythme où les années antérieures les ont vues arriver.
   *[no] ne sont pas ajoutées.
  }
method-expected = Ce qui est attendu
method-expected-text = Modèle { $model } : pour chaque année, le coût de la population de référence est expliqué par les variables d’ajustement, et le modèle donne ensuite le coût attendu des personnes mêmes de chaque projet.
method-guarantee = La garantie
method-trust = La confiance qu’elle mérite
method-trust-text = Les intervalles au niveau de { $level } comprennent le hasard entre personnes et l’erreur des modèles{ $shocks ->
    [yes] { " " }ainsi que les chocs que jusqu’à { $count } pseudo-projets montrent pour des zones de la taille d’un projet
   *[no] { "" }, mais pas les chocs de zone, faute de pseudo-projets
  }. Les verdicts sont corrigés pour { $pilots } projets évalués ensemble (Holm).
method-hidden = Ce qui est masqué

## Décompte
settle-kicker = Décompte des gains
settle-lead = Ce que chaque règle de décompte paierait sur les gains de cette exécution, et comment chaque montant se forme.
settle-sentence = Selon la règle { $rule }, { $paid } projets sur { $pilots } seraient payés, { $amount } en tout.
settle-sentence-luck = Aucun gain véritable n’est derrière { $luck } de cette somme.
settle-not-in-force = La règle { $rule } n’est pas en vigueur en { $years } et ne paie rien pour cette période.
settle-before-start = Le projet { $pilot } a commencé en { $start } : rien n’est payé pour { $years }, ni par une règle qui en fait le décompte avec des années ultérieures.
settle-flag-without-zone-shocks = Il y avait trop peu de zones pour des pseudo-projets de { $pilots } : l’intervalle laisse de côté les chocs de zone et est trop étroit, et de même le seuil d’une règle qui s’y fie.
settle-flag-size-not-kept = Parmi les pseudo-projets de { $pilots }, cette méthode prend plus d’écarts pour un gain ou une perte que son niveau ne le permet : rien ne devrait être payé sur cette base.
settle-flag = L’exécution a marqué les gains de { $pilots } : { $flag }. Lisez avec prudence ce qui est payé sur cette base.
settle-finding = L’exécution comporte un constat de niveau erreur, et rien ne devrait être payé avant qu’il soit réglé : { $finding }.
settle-payments-title = Ce que les règles paieraient
settle-payments-lead = Toutes les années d’exécution ensemble. Sous zéro, le projet rembourserait.
settle-payments-truth = Toutes les années d’exécution ensemble, à côté du gain que chaque projet de cette simulation a véritablement eu. Sous zéro, le projet rembourserait, ou a véritablement coûté davantage.
settle-payments-table = Paiements par projet et par règle
settle-payments-note = Montants en euros entiers ; le fichier settlement.csv contient les centimes.
settle-chart-title = Paiements par projet et par règle
settle-chart-description = Une ligne par projet et par règle, de zéro au montant. Les chiffres sont dans le tableau ci-dessous.
settle-axis = Milliers d’euros
settle-truth = Gain véritable
settle-paid = Payé en tout
settle-luck = Payé pour la chance
settle-luck-title = L’argent payé pour la chance
settle-luck-share = Part de la chance
settle-luck-lead = Un paiement va à la chance dans la mesure où il dépasse le gain véritable du projet, en entier quand le projet n’a véritablement rien épargné. Seule une simulation connaît la vérité.
settle-luck-chart = Payé en tout et payé pour la chance
settle-luck-table = Argent payé pour la chance, par règle
settle-rule = Règle
settle-rules-title = Les règles
settle-what = Ce qu’elle fait
settle-source = Source
settle-assumed = { $rule } : supposé, { $note }.
settle-steps-title = Du gain au montant
settle-steps-lead = Chaque étape dans son ordre, avec le montant qu’elle laisse. Les montants sont arrondis au plus proche, les moitiés en s’éloignant de zéro.
settle-steps-table = { $rule } : étape par étape
step-basis = Point de départ
step-losses = Pertes
step-gate = Seuil
step-share = Part
step-cap = Plafond
step-cumulation = Dû jusqu’ici
settled-gain = gain
settled-lower-bound = borne inférieure
settled-lump-sum = forfait
settled-not-in-force = pas en vigueur
settled-before-start = avant le début du projet
settled-no-loss = pas de perte
settled-forgiven = perte remise
settled-carried = perte reportée
settled-set-off = pertes imputées
settled-repaid = perte à rembourser
settled-no-gate = pas de seuil
settled-passed = atteint
settled-not-passed = non atteint
settled-gate = { $outcome } : { $rate }, requis { $required }
settled-no-cap = pas de plafond
settled-within = dans les limites
settled-capped = plafonné
settled-too-small = trop petit pour être payé
settled-added = additionné

## Utilisation des gains
use-kicker = Utilisation des gains d’efficience : { $project }
use-lead = Le rapport financier annuel, confronté à l’annexe 7 des conventions.
use-breached = { $count ->
    [one] Une règle est enfreinte une fois.
   *[other] Des règles sont enfreintes { $number } fois.
  }
use-summary = Des gains de { $gains } sont disponibles, et les postes totalisent { $spent }, budget d’intégration compris.
use-kept = Toutes les règles sont respectées.
use-breaches = Infractions aux règles
use-source-note = Source des règles : { $source }.
use-assumed-note = supposé : { $note }
use-recover = { $amount } sont à récupérer à la fin du projet.
use-rule = Règle
use-says = Ce que demande la règle
use-limit = Limite
use-actual = Constaté
use-assumed = Supposé
use-source = Source
use-line = Ligne du plan
use-at-line = ligne { $line }
use-whole-year = l’année entière
use-nothing = néant
use-years = { $count ->
    [one] { $number } an
   *[other] { $number } ans
  }
use-sheet-cover = Présentation
use-sheet-breaches = Infractions
use-sheet-integration_budget = Budget d’intégration
use-sheet-gains_by_level = Gains par niveau
use-sheet-means_invested = Moyens investis
use-sheet-reserves = Réserves
use-sheet-investments = Investissements
use-sheet-deviations = Écarts
use-cover-report = Rapport
use-cover-project = Projet
use-cover-years = Années d’utilisation
use-cover-content = Contenu
use-cover-result = Résultat
use-cover-rules = Source des règles
use-cover-amounts = Montants
use-cover-amounts-note = En euros et centimes. Les gains d’une année sont ceux payés l’année précédente et à utiliser durant celle-ci. Les lignes en gras totalisent. Les feuilles qui suivent :
use-amount_over = En trop ou en moins (€)
use-integration_budget = Utilisation du budget d’intégration
use-gains_by_level = Gains au niveau du projet et de la population
use-means_invested = Moyens investis, remboursements, indemnités
use-reserves = Réserves
use-investments = Investissements sur les réserves
use-deviations = Écarts par rapport au plan
use-year = Année
use-post = Poste
use-title = Intitulé
use-purpose = Objet
use-beneficiary = Bénéficiaire
use-amount = Montant (€)
use-level = Niveau
use-share_of_gains = Part des gains
use-agreement = Accord
use-agreed = Conclu le
use-until = Jusqu’au
use-invested = Investi (€)
use-refunded = Remboursé (€)
use-left = Solde
use-indemnity = Indemnité (€)
use-opening = Au début (€)
use-set_aside = Versé (€)
use-largest_set_aside = Au plus (€)
use-used = Utilisé
use-closing = À la fin (€)
use-ceiling = Plafond (€)
use-to_recover = À récupérer (€)
use-charge = Amortissement (€)
use-planned = Prévu (€)
use-deviation = Écart (€)
use-received = Reçu
use-reserved = Mis en réserve
use-level-project = projet
use-level-population = population
use-purpose-coordination = coordination générale
use-purpose-support = autre appui
use-purpose-action = action
use-purpose-investment = investissement
use-purpose-refund = remboursement
use-purpose-indemnity = indemnité
use-purpose-notice-pay = indemnité de préavis
use-purpose-belrai-registration = enregistrement BelRAI

## Constats par règle
finding-base-after-start = projet pilote `{ $pilot }` : années de base après son début ({ $years }) : une partie de son effet est dans sa propre base
advice-base-after-start = prenez des années de base antérieures au début du projet, ou lisez la lecture « niveau »
finding-booked-later = des lignes comptabilisées plus tard que l’étude ne les compte ont été écartées
advice-booked-later = rien, si [completion] le veut ainsi
finding-changing-weight = des personnes ont un autre poids dans une autre année
advice-changing-weight = donnez à chaque personne le poids de la strate dans laquelle elle a été tirée, non celui de son âge actuel
finding-code-without-sector = des lignes dont le code de nomenclature n’a pas de secteur ont été écartées ; codes : { $codes }, ceux qui ont le plus de lignes : { $named }
advice-code-without-sector = ajoutez les codes à la table des secteurs ([data] sectors)
finding-cross-border = projet pilote `{ $pilot }` : des communes de sa zone se trouvent là où beaucoup travaillent de l’autre côté de la frontière et y sont assurés
advice-cross-border = lisez ses chiffres avec prudence : qui travaille de l’autre côté de la frontière y est assuré, de sorte que les données contiennent une autre population que le registre
finding-duplicate-person-year = des lignes répètent une personne et une année dans toutes les colonnes ; chacune compte une fois
advice-duplicate-person-year = vérifiez qu’aucun extrait de la table n’a été livré deux fois
finding-exhaustive-with-weights = des années-personnes ont un poids autre que 1, alors que les données sont dites exhaustives : chaque personne n’y représente qu’elle-même
advice-exhaustive-with-weights = indiquez source = "sample" dans [data] si ces personnes ont été tirées au sort, ou retirez la colonne `weight` : la limite d’une petite cellule dépend de la source
finding-exposure-over-one = des personnes-années ont une exposition de plus que l’année entière ; elles comptent pour l’année entière
advice-exposure-over-one = donnez l’exposition en fraction de l’année, de 0 à 1 ; 366 jours sur 365 sont sans danger, un nombre de jours ne l’est pas
finding-fee-booked-twice = des honoraires de pharmaciens comptabilisés sous des codes de nomenclature ont été écartés, parce que la table des médicaments les contient
advice-fee-booked-twice = rien à faire
finding-few-persons = projet pilote `{ $pilot }` : moins de { $few } personnes dans le groupe cible en { $years }
advice-few-persons = n’utilisez ni son intervalle ni son verdict : élargissez la zone ou la règle cible, ou prenez des données exhaustives
finding-screened-adjusters = variante `{ $variant }` : sur { $of } colonnes, le filet élastique garde celles-ci : { $columns }
advice-screened-adjusters = rien : les coefficients des colonnes gardées sont estimés sans pénalité
finding-target-too-small = projet pilote `{ $pilot }` : une année au moins, trop peu de personnes de sa zone, ou aucune, répondent à sa règle cible : il n’est pas jugé
advice-target-too-small = vérifiez sa zone et sa règle cible ; si elles sont justes, élargissez-les ou prenez des données exhaustives
finding-unconverged-fit = variante `{ $variant }` : des ajustements du modèle de dépenses n’ont pas convergé
advice-unconverged-fit = n’utilisez pas ces chiffres : omettez les variables d’ajustement que peu de personnes présentent, ou prenez une autre famille
finding-few-placebos = variante `{ $variant }` : trop peu de zones sans projet pilote ont la taille de { $pilots } : les chocs qui frappent une zone entière ne sont pas dans leurs intervalles
advice-few-placebos = lisez ces intervalles comme trop étroits
finding-fewer-placebos = variante `{ $variant }` : ce que montrent les zones sans projet pilote pour { $pilots } repose sur { $had } pseudo-pilotes au lieu de { $wanted }, dont { $side-by-side } tiennent côte à côte
advice-fewer-placebos = rien : leur nombre est dans la largeur des intervalles
finding-judged-before-start = projet pilote `{ $pilot }` : années d’exécution avant son début ({ $years }) : rien ne devrait être trouvé
advice-judged-before-start = rien, si une année placebo est voulue
finding-late-booking = des lignes ont été comptabilisées plus de { $months } mois après la prestation ; elles sont comptées
advice-late-booking = vérifiez les mois de comptabilisation ; si des prestations sont comptabilisées aussi tard, les dernières années de l’étude ne sont pas complètes
finding-most-above-cut-off = variante `{ $variant }` : la plupart des années-personnes qui répondent à `{ $target }` dépassent le seuil de sa règle pour les valeurs extrêmes, { $outliers }
advice-most-above-cut-off = relevez le seuil dans [outliers] : ce qui le dépasse ne compte pour personne, et un effet au-delà ne se voit pas
finding-municipality-merged = des personnes-années sous le code d’une commune qui a fusionné ou changé de code comptent pour la commune d’aujourd’hui ; codes : { $codes }
advice-municipality-merged = rien à faire ; [data] mergers remplace la table des fusions
finding-municipality-unknown = des personnes-années ont un code qui n’est aucune commune de la géographie, ni maintenant ni avant ; codes : { $codes }
advice-municipality-unknown = corrigez les codes, ou donnez les lieux de l’étude avec [data] geography et mergers
finding-negative-person-year = des personnes-années ont un coût négatif : des corrections sans la ligne qu’elles corrigent
advice-negative-person-year = vérifiez que les corrections et les lignes qu’elles corrigent tombent dans les années de l’extrait
finding-no-credible-reading = variante `{ $variant }` : trop peu de pseudo-pilotes pour savoir quelle part d’une différence de base demeure ; jugée par la lecture d’évolution
advice-no-credible-reading = prenez la lecture d’évolution, ou des projets pilotes d’une taille qu’ont davantage de zones sans projet pilote
finding-no-exposure = des personnes-années sans un seul jour assuré et en vie ont été écartées
advice-no-exposure = vérifiez les dates d’assurance et le mois du décès si elles sont nombreuses
finding-one-cluster = projet pilote `{ $pilot }` : sa zone se trouve dans une seule grappe : sa part de la variance est celle de ses personnes
advice-one-cluster = choisissez une unité plus petite pour [credibility] cluster, ou fiez-vous aux chocs que montrent les pseudo-pilotes
finding-one-person = projet pilote `{ $pilot }` : une seule personne a plus de { $percent } % du coût du groupe cible en { $years }
advice-one-person = prenez une règle pour les valeurs extrêmes, un seuil plus bas ou une zone plus large : ce qui est arrivé à une personne déplace le gain plus que ce qu’a fait le projet
finding-own-age = la table `{ $table }` a une colonne `age`, qui remplace l’année moins l’année de naissance
advice-own-age = supprimez la colonne, ou donnez-lui un autre nom, si c’est l’âge de l’année qui compte
finding-repeated-line = des lignes en répètent une autre dans toutes les colonnes ; { $choice ->
    [drop] elles ont été écartées
   *[keep] elles sont comptées
  }
advice-repeated-line = deux prestations peuvent être identiques ; si l’extrait a été fait deux fois, prenez-le une fois ou dites [quality] repeated_lines = "drop"
finding-rule-looks-into-its-year = la règle `{ $target }` regarde { $conditions } de l’année même pour laquelle elle est jugée, ce qu’un projet pilote peut influencer
advice-rule-looks-into-its-year = comparez avec known = "previous-year" ou cohort = "closed" dans [population]
finding-sample-without-weights = les données sont un échantillon, mais chaque personne a le poids 1 : celles tirées plus souvent comptent davantage
advice-sample-without-weights = donnez une colonne `weight`, ou une colonne `stratum` et les poids de [population] strata
finding-undecided-target = on ne peut dire si des personnes-années répondent à `{ $target }`, parce qu’une valeur manque ; elles comptent comme n’y répondant pas
advice-undecided-target = complétez la colonne, ou dites dans la règle ce que signifie une valeur manquante
finding-unknown-booking = des lignes ne disent pas quand elles ont été comptabilisées ; elles comptent comme comptabilisées à temps
advice-unknown-booking = complétez les mois de comptabilisation, surtout ceux des dernières années : les comptabilisations tardives s’apprennent des lignes qui en ont un
finding-unknown-person = des lignes de personnes absentes de la population de l’année de la prestation ont été écartées
advice-unknown-person = vérifiez que la population et les prestations viennent d’un même extrait et que la population contient les naissances et décès de l’année
finding-unsupported-profile = projet pilote `{ $pilot }` : la population de référence ne peut dire le coût de personnes-années ayant une caractéristique qu’elle n’a pas
advice-unsupported-profile = fusionnez des classes d’âge ou des catégories du modèle, ou élargissez la population de référence
finding-year-not-in-study = des lignes d’années dont l’étude n’a pas besoin ont été écartées
advice-year-not-in-study = rien, si l’extrait contient plus d’années que l’étude ; sinon vérifiez les dates de prestation
finding-zone-without-residents = projet pilote `{ $pilot }` : personne dans les données n’habite ces communes : { $places }
advice-zone-without-residents = si son code a changé, ajoutez-le à la table des fusions ([data] mergers) ; si elle est très petite, rien

## Planification
plan-stated-title = Moments énoncés
plan-stated = moments énoncés
plan-kicker = Planifier une évaluation
plan-lead = Le plus petit taux d’économie que le test d’un seul projet trouverait avec une probabilité de { $power }, au niveau de confiance de { $level }, selon le nombre de personnes et d’années jugées ensemble.
plan-effect = À trouver : un taux d’économie de { $effect }.
plan-chart = Plus petit taux d’économie décelable : { $variant }, { $reading }
plan-chart-description = Une courbe par nombre d’années : le plus petit taux d’économie décelable baisse avec le nombre de personnes. Les chiffres sont dans le tableau sous le graphique.
plan-years = { $count ->
    [one] { $number } an
   *[other] { $number } ans
  }
plan-across = Personnes du groupe cible
plan-judged = Années jugées
plan-se = Erreur standard
plan-zones = Dont : chocs de zone
plan-euro = Le même en euros
plan-persons-needed = Personnes nécessaires
plan-years-needed = Années nécessaires
plan-never = aucun ne suffit
plan-note = Un gain plus petit peut bien exister, mais une telle évaluation échouerait le plus souvent à le distinguer du hasard. Si plusieurs projets sont jugés, la correction de Holm en demande davantage que ce qui est montré ici. Les chocs qui touchent toute une zone ne baissent pas avec le nombre de personnes, seulement avec les années ou les zones.

## Calibration
calibration-kicker = Ce que vaut une manière de juger
calibration-lead = Des effets connus ont été introduits dans des pseudo-projets : des zones de la taille d’un projet où rien ne s’est passé. Ce que chaque variante en fait montre ce qu’elle ferait d’un projet, au niveau de confiance de { $level }, pour toutes les années d’exécution ensemble.
calibration-broken = Une variante marquée ⚠ trouve des gains ou des pertes là où il n’y en a pas plus souvent que son niveau ne le permet : ne pas juger d’après elle.
calibration-none = Trop peu de zones sans projet ont la taille d’un projet pour éprouver une variante.
calibration-chart = Effets trouvés : { $variant }
calibration-chart-description = Part des pseudo-projets dans lesquels un effet est trouvé, selon l’ampleur de l’effet, à côté de la part que promet l’erreur type. Les chiffres sont dans le tableau ci-dessous.
calibration-size = Faux gains et fausses pertes, à côté des { $nominal } permis
calibration-false = Part des faux gains et fausses pertes
calibration-variant = Variante
calibration-effect = Effet sur le coût
calibration-bias = Biais
calibration-rmse = Erreur quadratique moyenne (racine)
calibration-coverage = Intervalles qui contiennent la vérité
calibration-found = Trouvés
calibration-promised = Promis
calibration-wrong = Signe erroné
calibration-note = Sans effet, « trouvés » est la part des faux gains et fausses pertes. Sous un plafond, un effet sur ce qui dépasse le seuil est mis en commun et non crédité : le biais montre combien. Le trait de chaque variante dans l’image des faux gains est ce que le hasard permet avec autant de zones qu’il en tient côte à côte.

## Precision
precision-title = Quelle précision peut s’acheter
precision-lead = Là où il ne s’est rien passé, tout taux d’économie trouvé est une erreur. Son ampleur typique (racine du carré moyen sur les pseudo-projets et les années) montre ce que chaque choix de méthode fait à l’erreur, sur les données mêmes de cette étude.
precision-method = Sur { $count } pseudo-projets de la taille de { $pilots }, le taux d’économie annuel se trompe de { $first } quand la description de l’arrêté est suivie à la lettre : lecture { $reading }, dernière année de base seule, aucune règle pour les valeurs extrêmes. { $better ->
    [some] Le choix de la méthode à lui seul ramène cela à { $best } : lecture { $other }, années de base : { $years }, valeurs extrêmes : { $rule }.
   *[none] Aucun autre choix de méthode essayé ne fait mieux.
  }
precision-persons = Le reste ne s’achète qu’avec des personnes, pas avec la méthode : à la manière de cette étude, l’erreur est de { $own } ; deux fois plus de personnes, dans le projet et dans la population de référence, la ramèneraient à environ { $doubled }{ $shocks ->
    [some] , et aucun nombre de personnes ne la ferait descendre sous { $endless }, parce que des chocs touchent des zones entières.
   *[none] , et davantage de personnes la réduiraient encore, car ces pseudo-projets ne montrent pas de chocs de zone.
  }
precision-table = Erreur du taux d’économie annuel là où il ne s’est rien passé, pseudo-projets de la taille de { $pilots }
precision-aside = erreur typique { $first }, au mieux { $best }
precision-error = Erreur typique
precision-change = Par rapport à la première ligne
precision-note = Les lectures niveau et crédible comptent moins, ou rien, du passé propre de la zone et attribuent donc au projet une différence durable de la zone : une erreur plus petite sur beaucoup de zones n’est pas une promesse pour l’une d’elles. Une règle pour les valeurs extrêmes enlève aussi ce qu’un projet fait pour ses patients les plus coûteux.
asked-base-count = Années de base

## Cas extrêmes
outliers-title = Ce que les cas les plus coûteux font au gain
outliers-lead = Le gain de chaque projet sur { $period }, selon la lecture { $reading }, à plusieurs seuils de la règle pour les valeurs extrêmes. Un gain qui va et vient avec le seuil tient à quelques cas très coûteux ; un gain qui reste n’y tient pas.
outliers-chart-title = Gain selon le seuil : { $pilot }
outliers-chart-description = Une ligne par seuil : le gain en milliers d’euros avec son intervalle, face à une ligne à zéro ; la marque pleine est le seuil de l’étude. Les chiffres sont dans le tableau sous le graphique.
outliers-table = { $pilot } : gain par seuil de la règle pour les valeurs extrêmes, { $period }
outliers-overview = Taux d’économie et gain par projet et par seuil, { $period }
outliers-cut = Seuil
outliers-rule = Cas extrêmes
outliers-own = comme cette étude
outliers-other = à un autre seuil
outliers-cap = plafonnés : { $cut }
outliers-drop = écartés : { $cut }
outliers-note = Les plus coûteux le sont par le coût annualisé parmi les personnes du pays qui répondent à la règle cible, année par année. Les intervalles prennent le seuil et les chocs de zone comme donnés.
cut-off-none = aucun seuil
cut-off-share = les { $share } les plus coûteux
cut-off-euro = au-delà de { $amount }

## Taille du test
size-not-kept = trop de faux verdicts
size-warning = Parmi les pseudo-projets, cette lecture trouve des gains ou des pertes là où il n’y en a pas plus souvent que son niveau ne le permet : ne pas juger d’après elle.
size-rule = « Trop de faux verdicts » veut dire : avec α la part de faux verdicts que le niveau permet et J le nombre de pseudo-projets côte à côte, plus de α + 1,645 √(α(1 − α)/J) d’entre eux sont déclarés gain ou perte, chacun jugé d’après les zones qui ne partagent aucune commune avec lui.

# La page d’une comparaison.
compare-kicker = Variantes côte à côte
compare-lead = { $count } variantes de la méthode, qui diffèrent par { $choices }, jugent chaque projet sur { $years } ensemble. On peut se fier à ce qui ne dépend pas de ces choix ; le reste est affaire de choix. Les intervalles sont au niveau de confiance de { $level }.
compare-broken = Variantes qui trouvent, là où il n’y en a pas, plus de gains ou de pertes que leur niveau ne le permet : { $count }. Elles sont marquées ◆ et restent hors des chiffres concordants.
compare-order = Les projets gardent-ils leur rang d’une variante à l’autre ? La concordance de Kendall est de { $concordance } (1 : toujours le même ordre ; 0 : rien en commun), la corrélation moyenne des rangs de { $correlation }.
compare-note = Taux d’économie. « Concordant » désigne la médiane des variantes qui tiennent leur niveau : celles qui ne déclarent pas un gain ou une perte dans plus de pseudo-projets, où rien ne s’est passé, que leur niveau ne le permet. Les tables specification_curve, compare_summary, choice_effects et rank_stability donnent chaque année.
compare-failed = Variantes sans réponse :
compare-pilot = Projet
compare-median = Médiane
compare-range = Plus bas … plus haut
compare-same = Même signe
compare-gains = Trouvent un gain
compare-losses = Trouvent une perte
compare-size = Tiennent leur niveau
compare-agreed = Concordant
compare-all = { $count } variantes situent le taux d’économie entre { $low } et { $high }, avec { $median } au milieu. { $same } d’entre elles s’accordent avec le milieu sur le signe ; { $gains } trouvent un gain et { $losses } une perte.
compare-hidden = Non montrées : { $count } autres, qui à côté de celles-ci diraient ce que coûtent quelques personnes.
compare-kept = Les variantes qui tiennent leur niveau ({ $count }) le situent entre { $low } et { $high }, avec { $median } au milieu.
compare-most = Ce qui déplace le plus la réponse est le choix suivant : { $choice } ; il explique { $share } des différences entre variantes.
compare-small = Le groupe cible est trop petit pour que ses chiffres soient montrés, ou aucune variante n’a de réponse.
compare-caption = Taux d’économie de { $pilot } dans chaque variante, par ordre croissant, et en dessous ce que chaque variante a choisi
compare-description = De gauche à droite les variantes avec leur taux d’économie et son intervalle, du plus bas au plus haut ; sous chacune un point dans la ligne de chaque niveau qu’elle prend. La table specification_curve donne les chiffres.
compare-thinned = D’un si grand nombre de variantes, { $count } sont dessinées à intervalles égaux.
compare-found = un gain ou une perte
compare-not-found = ne se distingue pas du hasard
compare-wolf = ne tient pas son niveau
compare-choice = Choix
compare-share = Part des différences
compare-level = Niveau
compare-effect = Déplace le taux d’économie de
compare-model = le modèle
compare-family = la famille
compare-reading = la lecture
compare-outliers = la règle des valeurs extrêmes
compare-base = la période de base
compare-reference = la population de référence
compare-cohort = la cohorte
compare-completion = les comptabilisations tardives
compare-reference-pilots = sans aucun projet
compare-reference-pilot = sans le projet jugé
compare-reference-none = tout le pays
compare-cohort-open = ouverte
compare-cohort-closed = fermée
