/**
 * Other libraries behind one interface, to be timed in the same run as the engine.
 *
 * <p>Compiled only with the Maven profile {@code native-peers}, which downloads them. Start with
 * {@link io.reverie.bench.peers.Library}.
 */
package io.reverie.bench.peers;
