package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SpareTest {
  private final Spare<Object> spare = new Spare<>(Object::new);

  @Test
  void whatWasGivenBackIsTakenAgain() {
    Object first = spare.take();
    spare.giveBack(first);
    assertThat(spare.take()).isSameAs(first);
  }

  @Test
  void nobodyElseHasWhatIsTaken() {
    Object outer = spare.take();
    Object inner = spare.take();
    assertThat(inner).isNotSameAs(outer);
    spare.giveBack(inner);
    spare.giveBack(outer);
    assertThat(spare.take()).isSameAs(outer);
    assertThat(spare.take()).isNotSameAs(outer).isNotSameAs(inner);
  }

  @Test
  void eachThreadHasItsOwn() throws InterruptedException {
    Object mine = spare.take();
    spare.giveBack(mine);
    var theirs = new AtomicReference<>();
    Thread thread = Thread.ofPlatform().start(() -> theirs.set(spare.take()));
    thread.join();
    assertThat(theirs.get()).isNotNull().isNotSameAs(mine);
  }
}
