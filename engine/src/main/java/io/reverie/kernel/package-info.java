/**
 * Arithmetic on {@code float[]}: the ground floor, which knows nothing of tensors.
 *
 * <p>Start with {@link io.reverie.kernel.Kernels}, which says how a scalar definition and its SIMD
 * override belong together; {@link io.reverie.kernel.Gemm} is where most of the time goes and
 * {@link io.reverie.kernel.Parallel} is who spends it. Windows are an array and an offset, always
 * dense unless a parameter says otherwise. Only {@code Vector…} classes may mention {@code
 * jdk.incubator.vector}: where the module is absent they are never loaded.
 *
 * <p>Not exported from the module, and uses nothing but the JDK.
 */
package io.reverie.kernel;
