/**
 * The data the examples learn from: Fashion-MNIST, found on the machine, fetched once, or the
 * subset that ships with the examples, and always with a line that says which it was.
 *
 * <p>Start at {@link io.reverie.examples.data.FashionMnist#load}: it asks a folder the user named,
 * the system's data sets, the user's cache and its download, and last the subset. This package uses
 * {@code io.reverie.data} for the files' format and the JDK for everything else.
 */
package io.reverie.examples.data;
