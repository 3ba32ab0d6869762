/// Accuracies of four models at nine token caps as `Examples/Data/h100` gives them: problems solved of 400 within 8 to 2048 tokens, against mean tokens and mean seconds of the
/// timed requests; with the maximum of their multinomial likelihood for five laws, the plateau at most 1.
///
/// References: SciPy's Nelder-Mead from many starts, restarted with tolerances of 1e-10 and 1e-12, on a likelihood written independently from its definition.
struct MeasuredShares: Sendable, CustomStringConvertible {
  let description: String
  let x: [Double]
  let counts: [Double]
  /// Law, log-likelihood and parameters.
  let maxima: [(law: String, logLikelihood: Double, parameters: [Double])]

  static let all = [
    MeasuredShares(
      description: "0.5M along tokens",
      x: [7.79, 13.75, 23.47, 38.86, 64.71, 104.08, 147.42, 201.04, 216.67],
      counts: [45, 71, 75, 81, 85, 88, 90, 92, 92],
      maxima: [
        ("saturating power law", -352.819620877, [0.236308007622, 0.777722321034, 0.895168028856]),
        ("saturating exponential", -367.472247773, [0.230046052079, 0.160430832487, 25.0473961842]),
        ("log-linear law", -366.621781392, [0.0399676663906, 0.0353326635742]),
        ("power law", -373.928697643, [0.0872065632509, 0.180314619119]),
        ("straight line", -419.079919168, [0.108117936742, 0.00056252395485]),
      ]),
    MeasuredShares(
      description: "0.5M along latency",
      x: [
        0.006548753, 0.008255386, 0.011042327, 0.01544269, 0.022825915, 0.034173436, 0.046805034, 0.063007479,
        0.067918411,
      ],
      counts: [45, 71, 75, 81, 85, 88, 90, 92, 92],
      maxima: [
        ("saturating power law", -356.486087238, [0.231786528448, 1.42587520152e-05, 1.7961514495]),
        ("saturating exponential", -367.515638374, [0.230039999695, 0.292150184042, 0.00719272984576]),
        ("log-linear law", -380.142960676, [0.365102917521, 0.0502344417433]),
        ("power law", -389.129863372, [0.447301377173, 0.247319624718]),
        ("straight line", -420.139316088, [0.0999615836174, 1.91462691735]),
      ]),
    MeasuredShares(
      description: "0.9M along tokens",
      x: [7.79, 13.75, 23.47, 38.86, 64.71, 104.08, 147.42, 201.04, 215.71],
      counts: [52, 85, 91, 105, 114, 118, 120, 123, 124],
      maxima: [
        ("saturating power law", -453.493977734, [0.328889604093, 0.852262189957, 0.708844182357]),
        ("saturating exponential", -468.855877991, [0.308473744468, 0.240020805487, 26.1442001721]),
        ("log-linear law", -467.700025191, [0.0187380637888, 0.0541990068987]),
        ("power law", -479.430116207, [0.0972703739721, 0.215685127171]),
        ("straight line", -539.288564406, [0.123256065356, 0.000865717545584]),
      ]),
    MeasuredShares(
      description: "0.9M along latency",
      x: [
        0.005779263, 0.00743347, 0.01014002, 0.014425702, 0.021566025, 0.032523277, 0.044830153, 0.06037486,
        0.064751589,
      ],
      counts: [52, 85, 91, 105, 114, 118, 120, 123, 124],
      maxima: [
        ("saturating power law", -456.285551318, [0.316090914993, 0.000126592028574, 1.41516457607]),
        ("saturating exponential", -468.946793028, [0.308445342328, 0.394341896319, 0.00727284825355]),
        ("log-linear law", -482.952705053, [0.513906433966, 0.0744946132305]),
        ("power law", -497.790889528, [0.674234152825, 0.283868919064]),
        ("straight line", -540.566273885, [0.112360079359, 3.05227910191]),
      ]),
    MeasuredShares(
      description: "2M along tokens",
      x: [7.79, 13.75, 23.47, 38.86, 64.71, 104.08, 147.42, 201.04, 216.67],
      counts: [61, 100, 121, 152, 174, 184, 189, 193, 195],
      maxima: [
        ("saturating power law", -640.383317788, [0.574710676055, 1.11776973114, 0.474262897385]),
        ("saturating exponential", -648.681082982, [0.488036996258, 0.426585691346, 32.4473764835]),
        ("log-linear law", -653.129671524, [-0.0542943271415, 0.100735683218]),
        ("power law", -675.963770579, [0.108521553542, 0.279329976515]),
        ("straight line", -763.417533876, [0.140006470073, 0.00160379161349]),
      ]),
    MeasuredShares(
      description: "2M along latency",
      x: [
        0.010274878, 0.012575965, 0.016307463, 0.022225049, 0.03215555, 0.047367062, 0.064368181, 0.085859783,
        0.092371603,
      ],
      counts: [61, 100, 121, 152, 174, 184, 189, 193, 195],
      maxima: [
        ("saturating power law", -639.477757994, [0.506356640673, 0.000784078350768, 1.33509543474]),
        ("saturating exponential", -648.733866224, [0.487975500052, 0.762377747989, 0.0125167042465]),
        ("log-linear law", -678.238819618, [0.850845026384, 0.152541913836]),
        ("power law", -711.607728590, [1.2368623616, 0.390876553172]),
        ("straight line", -765.774359994, [0.110572817351, 4.08055252747]),
      ]),
    MeasuredShares(
      description: "5M along tokens",
      x: [7.79, 13.75, 23.47, 38.86, 64.71, 104.08, 147.42, 201.04, 216.67],
      counts: [76, 124, 160, 213, 259, 298, 340, 375, 399],
      maxima: [
        ("saturating power law", -1010.016898364, [1, 2.46083441695, 0.541309139136]),
        ("saturating exponential", -918.086962006, [1, 0.907011264279, 68.8645515843]),
        ("log-linear law", -882.840390018, [-0.308466924494, 0.242818102645]),
        ("power law", -886.432324425, [0.0917061369945, 0.443751624444]),
        ("straight line", -957.713197878, [0.159884982404, 0.0038658559919]),
      ]),
    MeasuredShares(
      description: "5M along latency",
      x: [
        0.007883688, 0.010336046, 0.01430999, 0.020613436, 0.031138311, 0.047218858, 0.065009414, 0.087532655,
        0.094357943,
      ],
      counts: [76, 124, 160, 213, 259, 298, 340, 375, 399],
      maxima: [
        ("saturating power law", -970.168937562, [1, 0.015968973449, 0.810741162383]),
        ("saturating exponential", -916.399821734, [1, 1.07068790092, 0.0282546807093]),
        ("log-linear law", -878.849916865, [1.76543017599, 0.325303192136]),
        ("power law", -909.172599362, [3.6291482904, 0.547093277471]),
        ("straight line", -958.883687741, [0.116381810258, 9.33803940148]),
      ]),
  ]
}
