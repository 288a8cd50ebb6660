/** A program that makes one step of a training and says when it was done. */
module first {
  requires io.reverie.engine;
}
