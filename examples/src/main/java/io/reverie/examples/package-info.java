/**
 * Programs to run and to read: {@code mvn -q -Pdemo -Dexample=NAME}.
 *
 * <p>Start with {@link io.reverie.examples.FirstSteps}, then {@link
 * io.reverie.examples.SplitFashion}. Everything else here serves them.
 */
package io.reverie.examples;
