package io.reverie.bench.peers;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.FloatPointer;

/** What the libraries' Java sides don't offer: environment variables, unlisted functions. */
final class Natives {
  private static final Linker LINKER = Linker.nativeLinker();

  private Natives() {}

  /** Sets an environment variable for native code that is loaded later. */
  @SuppressWarnings("restricted")
  static void environment(String name, String value) {
    var signature =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment setenv = LINKER.defaultLookup().findOrThrow("setenv");
      int failed =
          (int)
              LINKER
                  .downcallHandle(setenv, signature)
                  .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (failed != 0) {
        throw new IllegalStateException("the system refused to set " + name + "=" + value);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("setting " + name + "=" + value, e);
    }
  }

  /** What a function of a library without arguments says. */
  @SuppressWarnings("restricted")
  static String text(Path library, String function) {
    try {
      var signature = FunctionDescriptor.of(ValueLayout.ADDRESS);
      MemorySegment symbol =
          SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(function);
      var text = (MemorySegment) LINKER.downcallHandle(symbol, signature).invokeExact();
      return text.reinterpret(1000).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException(function + " of " + library, e);
    }
  }

  /** Hands a number to a function of a library. */
  @SuppressWarnings("restricted")
  static void call(Path library, String function, int argument) {
    try {
      var signature = FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT);
      MemorySegment symbol =
          SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(function);
      LINKER.downcallHandle(symbol, signature).invokeExact(argument);
    } catch (Throwable e) {
      throw new IllegalStateException(function + " of " + library, e);
    }
  }

  /** Whether this processor has vectors of 512 bits. */
  static boolean avx512() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512f ");
    } catch (IOException _) {
      return false; // Only Linux has this file, and only there it matters.
    }
  }

  /** A matrix in native memory, as C programs have it. */
  static FloatPointer copy(float[] values) {
    return new FloatPointer(values.length).put(values, 0, values.length);
  }

  static float[] values(FloatPointer matrix, int size) {
    float[] values = new float[size];
    matrix.get(values, 0, size);
    return values;
  }
}
