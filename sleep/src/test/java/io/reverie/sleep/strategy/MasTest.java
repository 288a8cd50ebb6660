package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.wake.Learner;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Importance by how much the outputs change. */
class MasTest {
  private static final Dataset FIRST = Points.dataset(1, 0, 1, 2, 2, 1, 1);

  /** The mean over the samples of |∂‖f(x)‖²/∂θ|. */
  private static double[] importances(double[] theta, Batch all) {
    var sum = new double[theta.length];
    for (int n = 0; n < all.size(); n++) {
      float[] x = Points.point(all, n);
      double[] g =
          ByHand.gradient(at -> Arrays.stream(ByHand.logits(at, x)).map(z -> z * z).sum(), theta);
      for (int i = 0; i < g.length; i++) {
        sum[i] += Math.abs(g[i]) / all.size();
      }
    }
    return sum;
  }

  @Test
  void pullsByHowMuchTheOutputsChange() {
    Learner learner = Points.learner();
    var mas = new Mas(learner, 0.4f);
    double[] rest = Points.theta(learner);
    double[] stiff = importances(rest, FIRST.all());
    mas.endTask(0, FIRST);
    Points.move(learner);
    double[] theta = Points.theta(learner);
    Batch batch = Points.batch(7, 2, 1);
    double[] slope = ByHand.gradient(at -> Points.loss(at, batch), theta);
    for (int i = 0; i < slope.length; i++) {
      slope[i] += 2 * 0.4f * stiff[i] * (theta[i] - rest[i]);
    }
    mas.observe(batch);
    Points.assertNear(learner, Points.stepped(theta, slope));
  }
}
