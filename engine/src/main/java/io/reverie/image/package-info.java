/**
 * Picture files: PNG and JPEG to tensors and back.
 *
 * <p>Start with {@link io.reverie.image.ImageFile}. This package alone needs the JDK's module
 * {@code java.desktop}, and only once a picture is read or written: programs without pictures run
 * on a JVM without it. Uses {@code io.reverie.tensor} and {@code io.reverie.data}.
 */
package io.reverie.image;
