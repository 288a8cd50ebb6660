package io.reverie.sleep;

import java.nio.file.Path;

/** A program that sleeps one night with a journal; it is there to be killed. */
public final class KilledNight {
  private KilledNight() {}

  /** Sleeps in the folder that is named, or goes on there. */
  public static void main(String[] arguments) throws Exception {
    Journal journal = Journal.at(Path.of(arguments[0]));
    RichNight night = journal.unfinished() ? RichNight.anew() : RichNight.evening();
    System.out.println("asleep");
    System.out.flush();
    if (!journal.slept(night.rng)) {
      night.sleep(journal);
    }
  }
}
