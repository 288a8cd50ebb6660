package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers of a module that is not open to reflection: a real one, compiled here. */
class ClosedModuleTest {
  private static final String FIELDS =
      """
      package closed;

      import io.reverie.nn.Layer;
      import io.reverie.nn.Linear;
      import io.reverie.tensor.Rng;
      import io.reverie.tensor.Tensor;

      public class Hidden implements Layer {
        private final Linear linear = Linear.of(2, 3, Rng.of(1));

        @Override
        public Tensor forward(Tensor x) {
          return linear.forward(x);
        }
      }
      """;

  private static final String LISTED =
      """
      package closed;

      import io.reverie.nn.Linear;
      import io.reverie.tensor.Rng;
      import java.util.LinkedHashMap;
      import java.util.SequencedMap;

      public class Listed extends Hidden {
        private final Linear own = Linear.of(2, 3, Rng.of(1));

        @Override
        public SequencedMap<String, Object> parts() {
          SequencedMap<String, Object> parts = new LinkedHashMap<>();
          parts.put("own", own);
          return parts;
        }
      }
      """;

  private static final String RECORD =
      """
      package closed;

      import io.reverie.nn.Layer;
      import io.reverie.nn.Linear;
      import io.reverie.tensor.Rng;
      import io.reverie.tensor.Tensor;

      public record Shown(Linear linear) implements Layer {
        public Shown() {
          this(Linear.of(2, 3, Rng.of(1)));
        }

        @Override
        public Tensor forward(Tensor x) {
          return linear.forward(x);
        }
      }
      """;

  @TempDir Path folder;
  private ClassLoader loader;

  @BeforeEach
  void compileTheModule() throws Exception {
    Path sources = Files.createDirectories(folder.resolve("sources/closed"));
    Files.writeString(sources.resolve("Hidden.java"), FIELDS);
    Files.writeString(sources.resolve("Listed.java"), LISTED);
    Files.writeString(sources.resolve("Shown.java"), RECORD);
    Path info = folder.resolve("sources/module-info.java");
    Files.writeString(info, "module closed { exports closed; }");
    Path classes = folder.resolve("classes");
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    String classPath = System.getProperty("java.class.path");
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                out,
                out,
                "-cp",
                classPath,
                "--add-reads",
                "closed=ALL-UNNAMED",
                "-d",
                classes.toString(),
                info.toString(),
                sources.resolve("Hidden.java").toString(),
                sources.resolve("Listed.java").toString(),
                sources.resolve("Shown.java").toString());
    assertThat(result).as("%s", messages).isZero();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("closed"));
    ClassLoader ours = Layer.class.getClassLoader();
    var controller = ModuleLayer.defineModulesWithOneLoader(configuration, List.of(boot), ours);
    controller.addReads(
        controller.layer().findModule("closed").orElseThrow(), Layer.class.getModule());
    loader = controller.layer().findLoader("closed");
  }

  private Layer layer(String name) throws Exception {
    return (Layer) loader.loadClass("closed." + name).getConstructor().newInstance();
  }

  @Test
  void privateFieldsAreOutOfReachAndTheMessageSaysWhatToDo() throws Exception {
    Layer hidden = layer("Hidden");
    assertThatIllegalStateException()
        .isThrownBy(hidden::parameters)
        .withMessageContainingAll("closed.Hidden", "override parts()", "open closed to");
  }

  @Test
  void partsThatAreListedNeedNoReflection() throws Exception {
    assertThat(layer("Listed").parameters().named()).containsOnlyKeys("own.weight", "own.bias");
  }

  @Test
  void publicRecordsOfExportedPackagesNeedNoOpening() throws Exception {
    assertThat(layer("Shown").parameters().named())
        .containsOnlyKeys("linear.weight", "linear.bias");
  }
}
