package io.reverie.sleep.stage;

/**
 * An input that never was, made of two memories.
 *
 * @param image the dream's numbers
 * @param first the memory it was made of, with weight {@code share}
 * @param second the other memory
 * @param firstLabel the first one's class
 * @param secondLabel the other one's class
 * @param share how much of the first, from 0 to 1
 */
public record Dream(
    float[] image, float[] first, float[] second, int firstLabel, int secondLabel, float share) {}
