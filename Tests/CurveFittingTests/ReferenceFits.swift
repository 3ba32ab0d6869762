import CurveFitting
import ScalingLaws

/// What a fit under one kind of errors must give.
struct Expected: Sendable {
  enum Kind: Sendable { case equal, weights, deviations, covariance }
  let kind: Kind
  let parameters: [Double]
  let standardErrors: [Double]
  let halfWidths: [Double]
  let sumOfSquares: Double
  let logLikelihood: Double
  let akaike: Double
  let lackOfFit: Double?
  let means: [Double]
  let confidence: [Double]
  let prediction: [Double]

  init(
    _ kind: Kind, parameters: [Double], standardErrors: [Double], halfWidths: [Double], sumOfSquares: Double,
    logLikelihood: Double, akaike: Double, lackOfFit: Double?, means: [Double], confidence: [Double],
    prediction: [Double]
  ) {
    self.kind = kind
    self.parameters = parameters
    self.standardErrors = standardErrors
    self.halfWidths = halfWidths
    self.sumOfSquares = sumOfSquares
    self.logLikelihood = logLikelihood
    self.akaike = akaike
    self.lackOfFit = lackOfFit
    self.means = means
    self.confidence = confidence
    self.prediction = prediction
  }
}

/// Noisy data of one law, and what fits of them under four kinds of errors must give.
///
/// Every number below `expected` was computed with mpmath 1.3 at 50 digits: Levenberg-Marquardt on Σ w (y - f)² until the step was
/// below 1e-35 and the gradient below 1e-22; covariance s² (JᵀWJ)⁻¹ with s² = Σ w r² / (n - p) (1 where the errors are known), weights scaled
/// to a mean of 1; Student t or normal factors at 97.5 %; the Gaussian log-likelihood written out, AICc with the scale
/// counted where it is estimated, -2 ln L + 2p where it is known; bands gᵀ C g (+ s²). The covariance is variance · 2^-|i - j|.
struct ReferenceFit: Sendable {
  let law: any SeparableModel
  let x: [Double]
  let y: [Double]
  let deviations: [Double]
  let variance: Double
  let bandAt: [Double]
  let expected: [Expected]

  static let weights: [Double] = [1, 2, 1, 3, 2, 1, 4, 2, 1, 2, 3, 1]

  func errors(_ kind: Expected.Kind) -> ObservationErrors {
    switch kind {
    case .equal: .equal
    case .weights: .weights(Self.weights)
    case .deviations: .standardDeviations(deviations)
    case .covariance:
      .covariance(x.indices.map { i in x.indices.map { variance / Double(1 << abs(i - $0)) } })
    }
  }

  static let all: [ReferenceFit] = [
    ReferenceFit(
      law: PowerLawWithFloor.model, x: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048],
      y: [5.0213, 4.0987, 3.5306, 3.0517, 2.7436, 2.5482, 2.3551, 2.2722, 2.1873, 2.1204, 2.1012, 2.0583],
      deviations: [0.04, 0.03, 0.03, 0.02, 0.02, 0.02, 0.01, 0.01, 0.02, 0.02, 0.01, 0.03],
      variance: 0.03 * 0.03, bandAt: [3, 10000],
      expected: [
        Expected(
          .equal, parameters: [1.9980828034917138, 3.0139122871492303, 0.50113908107913016],
          standardErrors: [0.012437612170595213, 0.017310818622422492, 0.0075990987497947521],
          halfWidths: [0.028135833459818098, 0.039159792340613605, 0.017190355667659087],
          sumOfSquares: 0.0028342192956279205, logLikelihood: 33.078110063017228, akaike: -52.441934411748743,
          lackOfFit: nil, means: [3.7359896810332899, 2.0279073799359488],
          confidence: [0.020033848050539542, 0.024193444696528507],
          prediction: [0.044865108907756906, 0.04687052054198635]),
        Expected(
          .weights, parameters: [2.0020214248169492, 3.0066358866393754, 0.50556398688944427],
          standardErrors: [0.011784943896367103, 0.018501563866830689, 0.007645196338668871],
          halfWidths: [0.026659395248341836, 0.041853445224319507, 0.017294635658518402],
          sumOfSquares: 0.0023966527782988532, logLikelihood: 33.358799078587572, akaike: -53.00331244288943,
          lackOfFit: nil, means: [3.7273249633831395, 2.030585810557081],
          confidence: [0.01920223248769983, 0.022854638074424093],
          prediction: [0.041610702070069813, 0.043417269326448351]),
        Expected(
          .deviations, parameters: [2.0071987622796887, 3.0085709475412279, 0.50779284870442964],
          standardErrors: [0.012138616316691905, 0.02966582087669209, 0.009675334267485495],
          halfWidths: [0.023791250802866383, 0.058143940490132954, 0.018963306702657798],
          sumOfSquares: 7.6967369266345074, logLikelihood: 32.238544240159824, akaike: -58.477088480319647,
          lackOfFit: 0.56497290542031062, means: [3.7293904798945405, 2.0352007501135818],
          confidence: [0.025389838313003648, 0.019669001517422949], prediction: []),
        Expected(
          .covariance, parameters: [2.001509961609748, 3.0182241072609284, 0.50510659390931494],
          standardErrors: [0.02827774003360763, 0.039645052718256471, 0.015289477740297053],
          halfWidths: [0.055423352030057418, 0.077702875492974461, 0.029966825713409077],
          sumOfSquares: 8.1436317121289087, logLikelihood: 28.561867911804048, akaike: -51.123735823608096,
          lackOfFit: 0.51973901931341386, means: [3.7343337116109769, 2.0303054937018318],
          confidence: [0.045102993133106326, 0.049060876664906329], prediction: []),
      ]),
    ReferenceFit(
      law: SaturatingPowerLaw.model, x: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048],
      y: [0.105, 0.243, 0.381, 0.462, 0.529, 0.584, 0.613, 0.652, 0.668, 0.689, 0.697, 0.716],
      deviations: [0.04, 0.03, 0.03, 0.02, 0.02, 0.02, 0.01, 0.01, 0.02, 0.02, 0.01, 0.03],
      variance: 0.01 * 0.01, bandAt: [3, 10000],
      expected: [
        Expected(
          .equal, parameters: [0.7421899659559805, 0.6412849929473369, 0.39707600756859535],
          standardErrors: [0.0060057939025298932, 0.0065815935923096319, 0.011544802985527276],
          halfWidths: [0.013586049694897786, 0.014888599087470006, 0.026116158766804636],
          sumOfSquares: 0.00035663534419652755, logLikelihood: 45.514957958527353, akaike: -77.315630202768991,
          lackOfFit: nil, means: [0.32762015460152026, 0.72564190749107903],
          confidence: [0.0067138866586145011, 0.0099531367521718121],
          prediction: [0.015743485914980815, 0.017373715949615119]),
        Expected(
          .weights, parameters: [0.74040403834106101, 0.64248666890391091, 0.39863403822885868],
          standardErrors: [0.0059641093634401028, 0.0068175442698519116, 0.011863541260654962],
          halfWidths: [0.013491752716217875, 0.015422356602739364, 0.026837194838942675],
          sumOfSquares: 0.00032072486573946602, logLikelihood: 45.42626744444118, akaike: -77.138249174596645,
          lackOfFit: nil, means: [0.32576771170125492, 0.7240611818203292],
          confidence: [0.0067694241062782234, 0.0098161179251940003],
          prediction: [0.015105881596462315, 0.01669487128422957]),
        Expected(
          .deviations, parameters: [0.738486595380573, 0.63959142618711382, 0.40178730347858779],
          standardErrors: [0.017188041034214625, 0.02733532610606794, 0.040080129882097057],
          halfWidths: [0.033687941391857252, 0.053576254673550686, 0.078555611064597841],
          sumOfSquares: 0.91092139864023976, logLikelihood: 35.631452004156957, akaike: -65.262904008313915,
          lackOfFit: 0.99961683087577118, means: [0.32714619072238513, 0.72268309033539366],
          confidence: [0.025308585053387784, 0.023386290304976001], prediction: []),
        Expected(
          .covariance, parameters: [0.74684609423882458, 0.64267444121150977, 0.38751454299253428],
          standardErrors: [0.012850246431812621, 0.015119524490886177, 0.021741274430337147],
          halfWidths: [0.025186020198817079, 0.029633723465508207, 0.042612114861462392],
          sumOfSquares: 8.6257008138077557, logLikelihood: 41.504180824981941, akaike: -77.008361649963882,
          lackOfFit: 0.47251723488437781, means: [0.32699082922331184, 0.72873549348751442],
          confidence: [0.014169985150245916, 0.01878758779924217], prediction: []),
      ]),
    ReferenceFit(
      law: SaturatingExponential.model, x: [0, 1, 2, 3, 4, 6, 8, 10, 13, 16, 20, 25],
      y: [0.098, 0.231, 0.329, 0.419, 0.481, 0.571, 0.639, 0.662, 0.711, 0.718, 0.741, 0.735],
      deviations: [0.04, 0.03, 0.03, 0.02, 0.02, 0.02, 0.01, 0.01, 0.02, 0.02, 0.01, 0.03],
      variance: 0.015 * 0.015, bandAt: [5, 40],
      expected: [
        Expected(
          .equal, parameters: [0.7400200562659237, 0.64028482847412504, 4.4400814669812453],
          standardErrors: [0.0034744718051247914, 0.0052193255707771853, 0.091612698917822066],
          halfWidths: [0.0078598012809034578, 0.011806934724909442, 0.2072423230602266],
          sumOfSquares: 0.00030721382239867962, logLikelihood: 46.40997687776567, akaike: -79.105668041245626,
          lackOfFit: nil, means: [0.53237967275208699, 0.73994173456701654],
          confidence: [0.006273248275693318, 0.0078354889339496099],
          prediction: [0.01462989706976704, 0.015364736612696484]),
        Expected(
          .weights, parameters: [0.7411557069645813, 0.64029174099980801, 4.4380814265713731],
          standardErrors: [0.0037813221493890491, 0.0062450059489756276, 0.10279629131917111],
          halfWidths: [0.0085539449850879437, 0.014127184939192621, 0.23254136671675391],
          sumOfSquares: 0.00034175864091195441, logLikelihood: 45.045140724009473, akaike: -76.375995733733232,
          lackOfFit: nil, means: [0.53361843039041148, 0.74107770175516895],
          confidence: [0.0063979998080450231, 0.0085261726973423316],
          prediction: [0.015338078663309314, 0.016340681638261792]),
        Expected(
          .deviations, parameters: [0.74399085979889351, 0.63720505487334893, 4.5747971283265257],
          standardErrors: [0.0098803395600762526, 0.024656756205344243, 0.32282301877513478],
          halfWidths: [0.019365109692775779, 0.048326354138059211, 0.6327214901797619],
          sumOfSquares: 2.0484920316182891, logLikelihood: 35.062666687667933, akaike: -64.125333375335865,
          lackOfFit: 0.99067732631559312, means: [0.53038193882815543, 0.74388923478843375],
          confidence: [0.015354041729249043, 0.019268967336313908], prediction: []),
        Expected(
          .covariance, parameters: [0.73946053518283897, 0.64067047343462047, 4.4248423713881125],
          standardErrors: [0.012400676803801757, 0.018220005671580212, 0.2887307171198801],
          halfWidths: [0.024304879919372717, 0.035710554914412739, 0.56590180678538745],
          sumOfSquares: 3.5933748319011921, logLikelihood: 39.15476251863725, akaike: -72.3095250372745,
          lackOfFit: 0.93608417246015656, means: [0.53249930388644094, 0.73938456047614128],
          confidence: [0.020809380361873343, 0.02424557046819628], prediction: []),
      ]),
    ReferenceFit(
      law: PowerLaw.model, x: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048],
      y: [1.02, 1.23, 1.55, 1.83, 2.31, 2.74, 3.39, 4.11, 5.02, 6.13, 7.41, 8.97],
      deviations: [0.04, 0.04, 0.05, 0.05, 0.06, 0.07, 0.08, 0.08, 0.09, 0.1, 0.12, 0.15],
      variance: 0.05 * 0.05, bandAt: [3, 10000],
      expected: [
        Expected(
          .equal, parameters: [1.0392585398427505, 0.28325394861873466],
          standardErrors: [0.0086342969010787779, 0.001287879261997811],
          halfWidths: [0.019238412384878318, 0.0028695738203247334],
          sumOfSquares: 0.010036352792913851, logLikelihood: 25.491426490397661, akaike: -41.982852980795322,
          lackOfFit: nil, means: [1.418633075626938, 14.116901887371519],
          confidence: [0.021948990456991695, 0.13529698059108807],
          prediction: [0.073921638532679083, 0.15260381193908694]),
        Expected(
          .weights, parameters: [1.0373130885485542, 0.28370884714258225],
          standardErrors: [0.0085315282570965726, 0.0013105841896199466],
          halfWidths: [0.019009429576455621, 0.0029201635516911501],
          sumOfSquares: 0.0095030057975073727, logLikelihood: 25.093588717864169, akaike: -41.187177435728338,
          lackOfFit: nil, means: [1.4166852717069571, 14.149635301351751],
          confidence: [0.021579829769955306, 0.14341736106922655],
          prediction: [0.071996902145159329, 0.15901699381405843]),
        Expected(
          .deviations, parameters: [1.0276947729101508, 0.28527902327397463],
          standardErrors: [0.016450789512304749, 0.0029281404423256265],
          halfWidths: [0.032242954961366552, 0.0057390498086334118],
          sumOfSquares: 2.1349145339066244, logLikelihood: 19.586538796476214, akaike: -35.173077592952427,
          lackOfFit: 0.99519761529228746, means: [1.4059725224076188, 14.222640762620307],
          confidence: [0.036116202088789981, 0.38291144440339291], prediction: []),
        Expected(
          .covariance, parameters: [1.0447483566217077, 0.28224571528057924],
          standardErrors: [0.020466620559934019, 0.0028392069585299043],
          halfWidths: [0.040113839182717677, 0.0055647433833741198],
          sumOfSquares: 7.2235451639928357, logLikelihood: 22.892003700680196, akaike: -41.784007401360393,
          lackOfFit: 0.70418581202545233, means: [1.4245481284470448, 14.060299048709098],
          confidence: [0.046284635435174359, 0.23466962455657044], prediction: []),
      ]),
    ReferenceFit(
      law: LogLinearLaw.model, x: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048],
      y: [0.11, 0.17, 0.22, 0.31, 0.33, 0.41, 0.44, 0.52, 0.55, 0.61, 0.70, 0.72],
      deviations: [0.04, 0.03, 0.03, 0.02, 0.02, 0.02, 0.01, 0.01, 0.02, 0.02, 0.01, 0.03],
      variance: 0.02 * 0.02, bandAt: [3, 10000],
      expected: [
        Expected(
          .equal, parameters: [0.11628205128205128, 0.080760655960252812],
          standardErrors: [0.0083766223672305354, 0.0018610534256341639],
          halfWidths: [0.018664277744843596, 0.0041466854432776298],
          sumOfSquares: 0.0023796037296037296, logLikelihood: 34.127105332239601, akaike: -59.254210664479203,
          lackOfFit: nil, means: [0.20500670036088244, 0.86011518134004668],
          confidence: [0.015002494141331214, 0.024484460798622256],
          prediction: [0.03750271391458129, 0.042200326315059718]),
        Expected(
          .weights, parameters: [0.11694174757281553, 0.081169104484966436],
          standardErrors: [0.010037184250856264, 0.0022195197177179126],
          halfWidths: [0.022364240193877592, 0.0049453981157968904],
          sumOfSquares: 0.0028756437315322921, logLikelihood: 32.265578272830428, akaike: -55.531156545660857,
          lackOfFit: nil, means: [0.20611512322018544, 0.86453682756785494],
          confidence: [0.017819263517622551, 0.028218030048187407],
          prediction: [0.041775220265920786, 0.047158245257389848]),
        Expected(
          .deviations, parameters: [0.10797794692484271, 0.083510230297242647],
          standardErrors: [0.013330824026041363, 0.0026336406431864629],
          halfWidths: [0.026127934975282318, 0.005161840808866371],
          sumOfSquares: 9.8946961894557822, logLikelihood: 31.139564608749186, akaike: -58.279129217498372,
          lackOfFit: 0.44978009906287827, means: [0.19972331215889737, 0.87713559250456524],
          confidence: [0.020904958017038825, 0.024776712524896457], prediction: []),
        Expected(
          .covariance, parameters: [0.11602787456445993, 0.080483829775535076],
          standardErrors: [0.015706364807630799, 0.0033280656821872126],
          halfWidths: [0.030783909351003744, 0.006522888875270663],
          sumOfSquares: 14.569580825678387, logLikelihood: 30.214474652327282, akaike: -56.428949304654563,
          lackOfFit: 0.14855979677884136, means: [0.20444839899493507, 0.85731134123732944],
          confidence: [0.025349525519097962, 0.039611427727471718], prediction: []),
      ]),
    ReferenceFit(
      law: LinearLaw.model, x: [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233],
      y: [3.1, 4.8, 7.3, 11.2, 16.9, 27.4, 42.8, 69.9, 111.2, 180.1, 289.7, 467.2],
      deviations: [0.5, 0.5, 0.5, 0.6, 0.6, 0.7, 0.7, 0.8, 0.9, 1.0, 1.5, 2.0],
      variance: 0.8 * 0.8, bandAt: [4, 500],
      expected: [
        Expected(
          .equal, parameters: [1.205568543108285, 2.0018637787544417],
          standardErrors: [0.1477918871321258, 0.0017274085071449357],
          halfWidths: [0.32930084572745986, 0.0038489060080212417],
          sumOfSquares: 1.7018803184028427, logLikelihood: -5.3082247565273421, akaike: 19.616449513054684,
          lackOfFit: nil, means: [9.213023658126052, 1002.1374579203292],
          confidence: [0.3204238331329497, 1.7496795383938648], prediction: [0.97344101139412544, 1.9764347843778133]),
        Expected(
          .weights, parameters: [1.1198894332078058, 2.0033961370564614],
          standardErrors: [0.15387032450656634, 0.001973415835688902],
          halfWidths: [0.34284444820081629, 0.0043970444946234051],
          sumOfSquares: 1.7683113865446211, logLikelihood: -6.263444500139344, akaike: 21.526889000278688,
          lackOfFit: nil, means: [9.1334739814336514, 1002.8179579614385],
          confidence: [0.33232642581591359, 2.0061634009206326], prediction: [0.99415150225533981, 2.2141788426715688]),
        Expected(
          .deviations, parameters: [1.0929102901392265, 2.0047048673289369],
          standardErrors: [0.22093171510097751, 0.0058087338631789104],
          halfWidths: [0.43301820464057996, 0.01138490916760888],
          sumOfSquares: 2.3938820011920796, logLikelihood: -9.1798689436589043, akaike: 22.359737887317809,
          lackOfFit: 0.99233353285012108, means: [9.1117297594549742, 1003.4453439546077],
          confidence: [0.41382710293848942, 5.5046185006552372], prediction: []),
        Expected(
          .covariance, parameters: [1.2673549616272205, 2.0001864970750818],
          standardErrors: [0.44321523852612863, 0.0040488520194747628],
          halfWidths: [0.86868590491054163, 0.0079356041369028014],
          sumOfSquares: 5.1455717706264871, logLikelihood: -9.3400742695140043, akaike: 22.680148539028009,
          lackOfFit: 0.88124381820084001, means: [9.2681009499275479, 1001.3606034991681],
          confidence: [0.85165919362033934, 3.565198930738257], prediction: []),
      ]),
  ]
}
