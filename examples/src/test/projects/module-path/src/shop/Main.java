package shop;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.data.Synthetic;
import io.reverie.data.Transform;
import io.reverie.io.Safetensors;
import io.reverie.io.StateDict;
import io.reverie.optim.Sgd;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.SleepStrategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program of modules: learns two kinds of points, then two others, and sleeps after each. */
class Main {
  public static void main(String[] args) throws IOException {
    Rng rng = Rng.of(7);
    Dataset points = Synthetic.blobs(400, 4, 8, 0.3f, rng.split("points"));
    Classifier model = Classifier.of(8, 4, rng.split("weights"));
    Learner learner = Learner.of(model, Sgd.of(model, 0.05f), rng.split("noise"));
    ReplayBuffer memory =
        ReplayBuffer.of(80, points.sample(), 4, KeepRule.balancedReservoir(), rng.split("memory"));
    SleepCycle.Phase replay =
        new SleepCycle.Phase(new N3(32, Transform.none(), Homeostasis.none()), 60);
    Sleeper sleeper = new Sleeper(List.of(new SleepCycle(List.of(replay))), 0.05f, 0.2);
    SleepStrategy days =
        new SleepStrategy(
            new ExperienceReplay(learner, memory, 10),
            memory,
            sleeper,
            SleepSchedule.atTaskEnd(),
            rng.split("nights"));
    for (int task = 0; task < 2; task++) {
      int first = 2 * task;
      Dataset today = points.filter(label -> label == first || label == first + 1);
      days.beginTask(task);
      for (Batch batch : today.batches(10, rng)) {
        days.observe(batch);
      }
      days.endTask(task, today);
    }
    Path file = Path.of("model.safetensors");
    Safetensors.write(file, StateDict.of(model));
    Classifier loaded = Classifier.of(8, 4, Rng.of(8));
    StateDict.load(loaded, Safetensors.read(file)).requireComplete();
    Learner again = Learner.of(loaded, Sgd.of(loaded, 0.05f), Rng.of(9));

    boolean same = learner.accuracy(points) == again.accuracy(points);
    System.out.println(Compute.describe());
    System.out.println("loaded " + (same ? "the same" : "something else"));
    System.out.println("nights " + days.nights().size());
    System.out.println("accuracy " + 100 * again.accuracy(points));
  }
}
