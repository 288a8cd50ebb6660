package io.reverie.sleep;

/** Sleep when one schedule or the other says so, for this part of what it says. */
record Either(SleepSchedule first, SleepSchedule second, double part) implements SleepSchedule {
  @Override
  public boolean due(Waking waking) {
    // Both are asked each time: schedules may count what they see.
    return first.due(waking) | second.due(waking);
  }

  @Override
  public double share(Waking waking) {
    double one = first.due(waking) ? first.share(waking) : 0;
    double other = second.due(waking) ? second.share(waking) : 0;
    return part * Math.max(one, other);
  }

  @Override
  public void slept(Waking waking, Hypnogram night) {
    first.slept(waking, night);
    second.slept(waking, night);
  }
}
