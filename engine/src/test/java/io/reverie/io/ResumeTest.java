package io.reverie.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Augment;
import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.data.Epochs;
import io.reverie.data.Prefetch;
import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.BatchNorm1d;
import io.reverie.nn.Dropout;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.optim.Averaged;
import io.reverie.optim.Group;
import io.reverie.optim.Lookahead;
import io.reverie.optim.Muon;
import io.reverie.optim.NAdam;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Plateau;
import io.reverie.optim.Sam;
import io.reverie.optim.Schedule;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import io.reverie.train.Mean;
import io.reverie.train.TrainingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training that is killed again and again ends with the bits of one that never was. */
class ResumeTest {
  private static final int EPOCHS = 4;
  private static final Dataset SET =
      Dataset.of(Tensor.randn(Rng.of(3), 44, 16), IntStream.range(0, 44).map(i -> i % 3).toArray());

  @TempDir Path folder;

  /** Ways to train. */
  private enum Kind {
    MOMENTUM,
    PLATEAU_AND_AVERAGE,
    ACCUMULATION,
    LOOKAHEAD,
    SAM,
    MUON,
    NADAM
  }

  /** All objects of a program that trains, made afresh at each start. */
  private static final class Program implements AutoCloseable {
    final Kind kind;
    final Layer model;
    final Optimizer optimizer;
    final Rng noise;
    final Rng order;
    final Epochs<Batch> epochs;
    final Plateau plateau = Plateau.of(0.05).patience(0).factor(0.5);
    final Averaged averaged;
    final Lookahead lookahead;
    final Sam sam;
    final Mean loss = new Mean();
    final TrainingLog log;
    final Checkpoint checkpoint;
    int batches;

    /** The seed says where a fresh program starts: what goes on must not depend on it. */
    Program(Kind kind, long seed, Path table) throws IOException {
      this.kind = kind;
      Rng rng = Rng.of(seed);
      noise = rng.split("noise");
      order = rng.split("order");
      model =
          Sequential.of(
              Linear.of(16, 12, rng),
              BatchNorm1d.of(12),
              Activation.RELU,
              new Dropout(0.3f),
              Linear.of(12, 3, rng));
      optimizer = optimizer();
      averaged = Averaged.exponential(model, 0.9f);
      lookahead = Lookahead.of(optimizer, 3, 0.5f);
      sam = Sam.of(optimizer, 0.05f);
      Transform augment = Augment.crop(4, 4, 1, Augment.Padding.EDGE);
      epochs =
          kind == Kind.MOMENTUM
              ? Epochs.of(SET, 8, order)
              : Epochs.of(n ->
                  Prefetch.of(augment.over(SET.batches(8, order.split(n)), order.split(-n)), 3));
      log = TrainingLog.open(table, "epoch", "step", "loss", "rate");
      checkpoint =
          Checkpoint.of(model, optimizer)
              .with("noise", noise)
              .with("order", order)
              .with("epochs", epochs)
              .with("plateau", plateau)
              .with("average", averaged)
              .with("slow", lookahead.slow())
              .with("loss", loss::state, loss::restore)
              .with("log", log::state, log::restore);
    }

    private Optimizer optimizer() {
      return switch (kind) {
        case MOMENTUM ->
            Sgd.of(model, 0.1f)
                .momentum(0.9f)
                .dampening(0.2f)
                .follow(Schedule.cosine(0.1, 20, 0.001).warmup(4));
        case PLATEAU_AND_AVERAGE ->
            AdamW.of(model, 0.05f)
                .group(name -> name.startsWith("4"), Group.USUAL.rate(0.5f))
                .freeze(name -> name.equals("0.bias"))
                .follow(plateau);
        case ACCUMULATION -> AdamW.of(model, 0.01f);
        case LOOKAHEAD, SAM -> Sgd.of(model, 0.05f).momentum(0.8f).nesterov();
        case MUON -> Muon.of(model, 0.02f);
        case NADAM -> NAdam.of(model, 0.01f);
      };
    }

    /** Trains on so many batches, or to the end; whether that is reached. */
    boolean train(int most) throws IOException {
      int left = most;
      while (epochs.epoch() < EPOCHS) {
        for (Batch batch : epochs) {
          step(batch);
          left--;
          if (left == 0) {
            return false;
          }
        }
        // Whatever comes between two epochs belongs to the one that is over.
        plateau.observe(loss.value());
        log.add(epochs.epoch(), optimizer.steps(), loss.value(), optimizer.rate());
        loss.restore(new Mean().state());
      }
      return true;
    }

    private void step(Batch batch) {
      backward(batch);
      switch (kind) {
        case ACCUMULATION -> {
          if (epochs.batch() % 4 == 3) {
            optimizer.step();
          }
        }
        case LOOKAHEAD -> lookahead.step();
        case SAM -> {
          sam.climb();
          backward(batch);
          sam.step();
        }
        default -> optimizer.step();
      }
      averaged.update();
      batches++;
    }

    private void backward(Batch batch) {
      try (var tape = Tape.train(noise)) {
        Tensor error = model.forward(batch.inputs()).crossEntropy(batch.labels());
        tape.backward(error);
        loss.add(error.item(), batch.size());
      }
    }

    @Override
    public void close() throws IOException {
      epochs.close();
      log.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void killedAtAnyTimeItEndsWithTheSameBits(Kind kind) throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Path wholeTable = folder.resolve("whole.csv");
    try (Program program = new Program(kind, 1, wholeTable)) {
      assertThat(program.train(Integer.MAX_VALUE)).isTrue();
      assertThat(program.batches).isEqualTo(6 * EPOCHS);
      program.checkpoint.save(whole);
    }
    Random random = new Random(kind.ordinal());
    for (int round = 0; round < 3; round++) {
      Path file = folder.resolve("killed.safetensors");
      Path table = folder.resolve("killed.csv");
      Files.deleteIfExists(file);
      Files.deleteIfExists(table);
      int starts = 0;
      for (boolean done = false; !done; starts++) {
        // Only the first start has the seed that counts.
        try (Program program = new Program(kind, starts == 0 ? 1 : 100 + starts, table)) {
          if (starts > 0) {
            program.checkpoint.load(file);
          }
          done = program.train(1 + random.nextInt(5));
          program.checkpoint.save(file);
          if (!done) {
            program.train(1 + random.nextInt(9)); // work that the kill will undo
          }
        }
      }
      assertThat(starts).isGreaterThan(5);
      assertThat(Files.readAllBytes(file))
          .as("after %d starts", starts)
          .isEqualTo(Files.readAllBytes(whole));
      assertThat(Files.readString(table)).isEqualTo(Files.readString(wholeTable));
    }
  }
}
