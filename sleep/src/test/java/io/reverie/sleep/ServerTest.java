package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Linear;
import io.reverie.sleep.ServerStatus.Outcome;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Cortex;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.Stage;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who answers while a night goes on, and who afterwards. */
@Timeout(60)
class ServerTest {
  private static final Tensor ONES = Tensor.ones(1, 4);

  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private static Sleeper sleeper(double margin, Stage... stages) {
    var phases = Arrays.stream(stages).map(stage -> new Phase(stage, 0)).toList();
    return new Sleeper(List.of(new SleepCycle(phases)), 0.1f, margin);
  }

  private static Learner learner() {
    return Toys.learner(Toys.echo(4), 0.1f);
  }

  private static ReplayBuffer memory() {
    return Toys.memory(4, 0, 1, 2, 3);
  }

  private static Stage adding(float more) {
    return (night, steps) -> {
      float[] values = night.learner().parameters().values();
      for (int i = 16; i < 20; i++) {
        values[i] += more;
      }
    };
  }

  @Test
  void whatTheNightsKeepIsPaidForByTheLearnerThatWakes() {
    Learner learner = learner();
    var night = List.of(new SleepCycle(List.of(new Phase(Cortex.follow(0.9f), 0))));
    try (var server = Server.of(learner.model(), new Sleeper(night, 0.1f, 1))) {
      server.sleep(learner, memory(), Rng.of(1)).join();
      assertThat(learner.ledger().kept()).isEmpty();
      server.wake(learner);
      assertThat(learner.ledger().kept()).containsEntry("cortex", 4L * (4 * 4 + 4));
    }
  }

  @Test
  void aNightBehindTheServerIsTheSameNight() {
    var foreground = RichNight.evening();
    var background = RichNight.evening();
    var night = foreground.sleep();
    String evening = background.bits();
    try (var server = Server.of(background.learner.model(), background.sleeper)) {
      var dawn = server.sleep(background.learner, background.memory, background.rng);
      // By day memories may be added: the night has a copy.
      background.memory.add(Toys.oneHots(RichNight.CLASSES, 4, 4), 2);
      assertThat(RichNight.bits(dawn.join())).isEqualTo(RichNight.bits(night));
      assertThat(evening).contains(background.rng.state().toString());
      long paid = background.learner.ledger().gradientSamples();
      assertThat(server.wake(background.learner)).isEqualTo(2);
      assertThat(server.wake(background.learner)).isEqualTo(2);
      assertThat(background.learner.ledger().gradientSamples())
          .as("charged once")
          .isEqualTo(paid + night.gradientSamples());
    }
    foreground
        .learner
        .model()
        .state()
        .forEach((name, tensor) ->
            assertThat(background.learner.model().state().get(name).toArray())
                .as(name)
                .isEqualTo(tensor.toArray()));
  }

  @Test
  void theOldVersionAnswersUntilTheNewOneIsPromoted() throws InterruptedException {
    var learner = learner();
    var asleep = new CountDownLatch(1);
    var alarm = new CountDownLatch(1);
    Stage deep =
        (night, steps) -> {
          adding(1).sleep(night, 0);
          asleep.countDown();
          wait(alarm);
        };
    try (var server = Server.of(learner.model(), sleeper(0, deep))) {
      float[] before = server.ask(ONES).outputs().toArray();
      assertThat(server.status().last()).isEqualTo(Outcome.NONE);
      var dawn = server.sleep(learner, memory(), Rng.of(1));
      asleep.await();
      assertThat(server.ask(ONES).version()).isEqualTo(1);
      assertThat(server.ask(ONES).outputs().toArray()).isEqualTo(before);
      assertThat(server.status().asleep()).isTrue();
      assertThatThrownBy(() -> server.sleep(learner, memory(), Rng.of(2)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a night is going on");
      alarm.countDown();
      assertThat(dawn.join().promoted()).isTrue();
      assertThat(server.ask(ONES).version()).isEqualTo(2);
      assertThat(server.ask(ONES).outputs().toArray()[0]).isEqualTo(before[0] + 1);
      ServerStatus status = server.status();
      assertThat(status.asleep()).isFalse();
      assertThat(status.last()).isEqualTo(Outcome.PROMOTED);
      assertThat(status.nights()).isEqualTo(1);
      assertThat(status.promoted()).isEqualTo(1);
      assertThat(status.why()).contains("canaries 1.0000 at bedtime");
      assertThat(learner.parameters().values()).as("the day's").containsOnly(5, 0);
    }
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("woken");
    }
  }

  @Test
  void aNightThatDidHarmIsDropped() {
    var learner = learner();
    Stage confusion = (night, steps) -> night.learner().parameters().values()[0] = -5;
    try (var server = Server.of(learner.model(), sleeper(0.1, new N1(), confusion))) {
      float[] before = server.ask(ONES).outputs().toArray();
      assertThat(server.sleep(learner, memory(), Rng.of(1)).join().promoted()).isFalse();
      assertThat(server.version()).isEqualTo(1);
      assertThat(server.ask(ONES).outputs().toArray()).isEqualTo(before);
      assertThat(server.status().last()).isEqualTo(Outcome.REFUSED);
      assertThat(server.status().why()).contains("margin of 0.1");
    }
    Stage nightmare = (night, steps) -> night.learner().parameters().values()[0] = Float.NaN;
    try (var server = Server.of(learner.model(), sleeper(1, nightmare))) {
      server.sleep(learner, memory(), Rng.of(1)).join();
      assertThat(server.status().why()).contains("not finite");
      assertThat(server.version()).isEqualTo(1);
    }
  }

  @Test
  void aCandidateThatComesTooLateIsDropped() throws InterruptedException {
    var learner = learner();
    var asleep = new CountDownLatch(1);
    var alarm = new CountDownLatch(1);
    Stage deep =
        (night, steps) -> {
          asleep.countDown();
          wait(alarm);
        };
    var journal = Journal.at(folder);
    try (var server = Server.of(learner.model(), sleeper(0, adding(1), deep), journal)) {
      var dawn = server.sleep(learner, memory(), Rng.of(1));
      asleep.await();
      Linear day = Toys.echo(4);
      day.parameters().values()[16] = 7;
      assertThat(server.publish(day)).isEqualTo(2);
      float[] published = server.ask(ONES).outputs().toArray();
      day.parameters().values()[16] = 9; // what was published is a copy
      alarm.countDown();
      assertThat(dawn.join().promoted()).isFalse();
      assertThat(server.version()).isEqualTo(2);
      assertThat(server.ask(ONES).outputs().toArray()).isEqualTo(published);
      assertThat(published[0]).isEqualTo(12);
      assertThat(server.status().last()).isEqualTo(Outcome.STALE);
      assertThat(journal.version()).as("nor is it on the disk").isZero();
      assertThat(journal.unfinished()).isFalse();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPromotedModelIsOnTheDisk() throws Exception {
    var learner = learner();
    var journal = Journal.at(folder);
    try (var server = Server.of(learner.model(), sleeper(0, adding(2)), journal)) {
      server.sleep(learner, memory(), Rng.of(1)).join();
      Linear restored = Toys.linear(4, 4, 3);
      assertThat(journal.restore(restored).version()).isEqualTo(1);
      assertThat(restored.forward(ONES).toArray()).isEqualTo(server.ask(ONES).outputs().toArray());
    }
  }

  @Test
  void closingEndsANightBetweenTwoStepsAndTheJournalGoesOnWithIt() throws Exception {
    var plain = RichNight.evening();
    plain.sleep();
    var asleep = new CountDownLatch(9);
    var closing = new AtomicBoolean(true);
    var thread = new AtomicReference<Thread>();
    var night =
        RichNight.evening(_ -> {
          thread.set(Thread.currentThread());
          asleep.countDown();
          if (closing.get() && asleep.getCount() == 0) {
            wait(new CountDownLatch(1));
          }
        });
    var journal = Journal.at(folder);
    var server = Server.of(night.learner.model(), night.sleeper, journal);
    var dawn = server.sleep(night.learner, night.memory, night.rng);
    asleep.await();
    server.close();
    assertThat(dawn.isCancelled()).isTrue();
    assertThat(thread.get().isAlive()).isFalse();
    assertThat(server.status().last()).isEqualTo(Outcome.CANCELLED);
    assertThat(server.version()).isEqualTo(1);
    assertThat(server.ask(Tensor.ones(2, RichNight.CLASSES)).version()).isEqualTo(1);
    assertThatThrownBy(() -> server.sleep(night.learner, night.memory, night.rng))
        .hasMessageContaining("closed");
    closing.set(false);
    assertThat(journal.unfinished()).isTrue();
    night.sleep(journal);
    assertThat(night.bits()).isEqualTo(plain.bits());
  }

  @Test
  void aNightThatFailsIsToldAndTheNextOneMaySucceed() {
    var learner = learner();
    var fail = new AtomicBoolean(true);
    Stage failing =
        (night, steps) -> {
          if (fail.get()) {
            throw new IllegalStateException("nightmare");
          }
        };
    try (var server = Server.of(learner.model(), sleeper(0, adding(1), failing))) {
      var dawn = server.sleep(learner, memory(), Rng.of(1));
      assertThatThrownBy(dawn::join)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("nightmare");
      assertThat(server.status().last()).isEqualTo(Outcome.FAILED);
      assertThat(server.status().why()).contains("nightmare");
      assertThat(server.version()).isEqualTo(1);
      fail.set(false);
      assertThat(server.sleep(learner, memory(), Rng.of(2)).join().promoted()).isTrue();
      assertThat(server.version()).isEqualTo(2);
    }
  }

  /** Answers of a version are known beforehand: 5 + its number at every output. */
  @Test
  void amongAThousandSwapsNoAnswerIsWrongTornOrLost() throws InterruptedException {
    int callers = 16;
    int swaps = 1000;
    var learner = learner();
    learner.parameters().values()[16] = 0;
    var done = new AtomicBoolean();
    var wrong = new AtomicReference<String>("");
    long[] asked = new long[callers];
    long[] answered = new long[callers];
    List<Thread> threads = new ArrayList<>();
    try (var server = Server.of(numbered(1), sleeper(0, adding(1)))) {
      for (int c = 0; c < callers; c++) {
        int caller = c;
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  long newest = 0;
                  while (!done.get()) {
                    asked[caller]++;
                    Answer answer = server.ask(ONES);
                    for (float output : answer.outputs().toArray()) {
                      if (output != 5 + answer.version() || answer.version() < newest) {
                        wrong.set(answer + " after version " + newest);
                      }
                    }
                    newest = answer.version();
                    answered[caller]++;
                    LockSupport.parkNanos(100_000);
                  }
                }));
      }
      for (int swap = 0; swap < swaps; swap++) {
        if (swap % 10 == 0) { // every tenth one is a night
          assertThat(server.wake(learner)).isEqualTo(swap + 1);
          assertThat(server.sleep(learner, memory(), Rng.of(swap)).join().promoted()).isTrue();
        } else {
          server.publish(numbered(swap + 2));
        }
        assertThat(server.version()).isEqualTo(swap + 2);
      }
      done.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(server.status().promoted()).isEqualTo(swaps / 10);
    }
    assertThat(wrong.get()).isEmpty();
    assertThat(answered).isEqualTo(asked);
    assertThat(Arrays.stream(answered).min().orElse(0)).isPositive();
  }

  private static Linear numbered(int number) {
    float[] bias = {number, number, number, number};
    return new Linear(Toys.echo(4).weight(), Parameter.of(bias, 4));
  }
}
