package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Hypnogram.Episode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record keeps what it was given. */
class HypnogramTest {
  @Test
  void listsAreCopiedAndStepsCounted() {
    List<Episode> episodes = new ArrayList<>(List.of(new Episode("N1", 0, 0, 0, 0.1)));
    var night = new Hypnogram(episodes, new float[] {2, 1}, new ArrayList<>(), 0, 1, true, 8, 1);
    episodes.clear();
    assertThat(night.episodes()).hasSize(1);
    assertThat(night.steps()).isEqualTo(2);
  }
}
