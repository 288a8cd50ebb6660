/**
 * One record a differentiable operation: its shape rule, forward and backward on one screen.
 *
 * <p>Read {@link io.reverie.op.Relu} first, then {@link io.reverie.op.MatMul}. {@link
 * io.reverie.op.Unary} and {@link io.reverie.op.Binary} are what most records are: the parts that
 * all functions of one, or of two, tensors share. The fluent face, the methods that tensors have,
 * is in interfaces by topic: {@link io.reverie.op.Arithmetic}, {@link io.reverie.op.Functions},
 * {@link io.reverie.op.Masks}, {@link io.reverie.op.Activations}, {@link io.reverie.op.Reductions},
 * {@link io.reverie.op.Movement}, {@link io.reverie.op.Indexing}, {@link io.reverie.op.Products},
 * {@link io.reverie.op.Vision}, {@link io.reverie.op.Normalizations}, {@link
 * io.reverie.op.Sequences}, {@link io.reverie.op.Losses} and {@link io.reverie.op.Similarities}.
 *
 * <p>Adding an operation means one record here, one line in one of those interfaces, and one case
 * in the test's list. Uses {@code io.reverie.tensor} and {@code io.reverie.kernel}.
 */
package io.reverie.op;
