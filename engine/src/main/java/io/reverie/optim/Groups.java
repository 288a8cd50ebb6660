package io.reverie.optim;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Which parameters are in which {@link Group}. */
final class Groups {
  /** A stretch of the flat arrays in the same group. */
  record Run(int from, int to, Group group) {}

  private final Parameters parameters;
  private final Group[] groups;
  private Run[] runs = {};

  Groups(Parameters parameters) {
    this.parameters = parameters;
    this.groups = new Group[parameters.named().size()];
    Arrays.fill(groups, Group.USUAL);
    gather();
  }

  /** The group of parameter number i. */
  Group of(int i) {
    return groups[i];
  }

  /** The stretches, in order and without gaps. Not a copy. */
  Run[] runs() {
    return runs;
  }

  void put(Predicate<String> names, Group group) {
    int place = 0;
    boolean found = false;
    for (String name : parameters.named().keySet()) {
      if (names.test(name)) {
        groups[place] = group;
        found = true;
      }
      place++;
    }
    if (!found) {
      throw new IllegalArgumentException(
          "a group without parameters: none of the names passes the test; they are "
              + parameters.named().keySet());
    }
    gather();
  }

  void decayMatricesOnly() {
    int place = 0;
    for (Parameter parameter : parameters.named().values()) {
      if (parameter.shape().rank() < 2) {
        groups[place] = groups[place].decay(0);
      }
      place++;
    }
    gather();
  }

  private void gather() {
    List<Run> found = new ArrayList<>();
    int place = 0;
    int number = 0;
    for (Parameter parameter : parameters.named().values()) {
      Group group = groups[number++];
      int end = place + parameter.size();
      if (!found.isEmpty() && found.getLast().group.equals(group)) {
        found.set(found.size() - 1, new Run(found.getLast().from, end, group));
      } else {
        found.add(new Run(place, end, group));
      }
      place = end;
    }
    runs = found.toArray(new Run[0]);
  }
}
