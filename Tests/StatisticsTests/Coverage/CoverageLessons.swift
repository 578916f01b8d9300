/// What a person should take from the numbers; written by one who looked at them.
enum CoverageLessons {
  static let duration = """
    It takes some five minutes on two cores of its own, and took nine on two that others used, too; the release build before
    it takes longer.
    """

  static let text = """
    - **An area near 1 with few positives.** DeLong's interval is short (71 % at AUC 0.99 with 20 positives among 2,000
      rows), and undefined where the classes are separated; the percentile bootstrap is as short. The interval by logit,
      which evaluations use, and BCa are nearer to 95 % throughout, yet short too where a few positives stand against
      thousands of negatives: what matters is the number of positives that overlap with negatives, and a handful of these
      tells little. At AUC 0.75 the logit holds from 20 positives on.
    - **Paired areas.** The interval of a difference holds far better than those of the two areas. Below twenty positives
      equal models are called different too often: in 7 % of cases with ten, in 10 % with two. That is why areas are
      compared from twenty on.
    - **Average precision.** By logit it holds from fifty positives on; with five it is short. Two models alike are seldom
      called different. With few positives it comes out too high, though, by more for one model than for another: models
      equal by it that rank differently are called different in up to 10 % of cases with twenty positives, 8 % with fifty,
      6 to 7 % with a hundred. That is why it is compared from fifty on.
    - **Rows of keys.** Taken as independent, rows of keys give intervals that hold in 85 to 92 %, and more keys don't mend
      it. By key, areas hold with hundreds of keys where they are not near 1 (94 to 95 %), average precision nearly does
      (94 %), and differences do. With twenty to fifty keys all are a little short (92 to 94 %).
    - **Predicted numbers.** With normal errors they hold, or nearly do, from 200 rows or keys on. Of skewed money RMSE and R²
      tell nothing that can be relied on: RMSE's interval holds in 36 to 68 %, R²'s in 77 to 85 %. The mean absolute error is
      better, and short as well until there are many rows.
    - **Decisions.** They hold from 200 rows on where a third is positive. With ten positives balanced accuracy, F1, MCC and
      κ are short (89 to 92 %), with a hundred they hold. Accuracy on 50 rows jumps, since few values are possible.
    - **Proportions.** Wilson's and Newcombe's intervals hold on average over proportions and may be short at single
      ones; Clopper–Pearson is never short and often wide. The unpooled interval of a difference is short in small
      groups, and has no value where neither group shows any variation.
    - **Skewed money.** With few rows and lognormal values of σ = 2 no interval for one mean holds, and at 5,000 rows it
      still is short. Two groups alike in size and skewness do better than their skewness suggests, since it cancels in
      the difference. Groups of unequal size don't: an A/A test of 100 against 1,000 finds something in 14 % of cases, and
      winsorising helps little (13 % for 500 against 50). Split evenly, or wait.
    - **A/B tests at a fixed size.** Differences of conversions, means, ratios of sums, winsorised means and CUPED's hold in
      groups of a hundred units or more; CUPED with ten units is short. A winsorised mean that doubles is an exception
      (93 %): the cut is found in both groups together and moves with the sample. The log delta of a lift is short where
      few units bring all the money (93 % with 25 buyers a group); Fieller's holds there, and has no value where the
      control's mean could be zero. With CUPED both are too wide for a large lift, since the covariate's common error
      cancels in part.
    - **Looks.** A fixed-sample test looked at on each of 14 nights finds what is not there in 21 % of cases, an interval
      looked at after every unit misses in half of them. The sequential interval holds under all of these looks, for
      differences and for lifts, if the first one waits for the variance to settle: from the second unit on it does not
      hold. For very skewed values in one group only it does not hold from 100 units on, even cut at a quantile; cut, and
      from 500 units on, it does.
    - **Sample ratio.** At one look it errs in 0.1 % of cases as it should; looked at on each of 14 nights, in 0.7 %. Where
      a variant is to have two units, in 0.4 %: wait until each should have five.
    - **Bootstrap.** It is no remedy: it is as short as the formulas where those are short, and takes a thousand times longer.
    """
}
