package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.function.Supplier;

/**
 * An object that a thread keeps for its next loop of a kind, such as the loop's body with all that
 * its pieces look at. Made anew for each loop it would be garbage.
 *
 * <p>Who takes it has it alone until giving it back: a loop within the loop, on the same thread,
 * finds none and gets one of its own. One that is not given back, since its loop threw, is not used
 * again. Before it is given back it lets go of arrays and tensors, which are not its to keep alive.
 */
public final class Spare<T> {
  private static final class Place<T> {
    private @Nullable T thing;
  }

  private final Supplier<T> make;
  private final ThreadLocal<Place<T>> place = ThreadLocal.withInitial(Place::new);

  /** Objects that are made like this where a thread has none. */
  public Spare(Supplier<T> make) {
    this.make = make;
  }

  /** This thread's object, in which whatever the last user left stands; or a new one. */
  public T take() {
    Place<T> mine = place.get();
    T thing = mine.thing;
    mine.thing = null;
    return thing == null ? make.get() : thing;
  }

  /** Keeps the object for the next one on this thread to take. */
  public void giveBack(T thing) {
    place.get().thing = thing;
  }
}
