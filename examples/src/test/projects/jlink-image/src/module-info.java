/** A program that becomes an image of its own, with no more of the JDK than it needs. */
module kiosk {
  requires io.reverie.engine;
}
