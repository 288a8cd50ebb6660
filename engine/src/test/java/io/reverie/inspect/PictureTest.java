package io.reverie.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.nn.Activation;
import io.reverie.nn.Checkpointed;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Residual;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What flows where, and that the picture shows it. */
class PictureTest {
  private final Rng rng = Rng.of(1);

  private Layer residual() {
    return Sequential.of(
        Linear.of(3, 4, rng),
        new Residual(Sequential.of(Linear.of(4, 4, rng), Activation.RELU, Linear.of(4, 4, rng))),
        Linear.of(4, 2, rng));
  }

  private static List<Element> elements(String svg, String tag) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    var document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    NodeList found = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  @Test
  void waysAroundAreThere() {
    var graph = Summary.of(residual(), Shape.of(5, 3));
    assertThat(graph.rows())
        .extracting(row -> Summary.label(row).replace('\n', ' ') + " " + row.from())
        .containsExactly(
            "input [5, 3] []",
            "0 Linear [5, 4] [0]",
            "1.body.0 Linear [5, 4] [1]",
            "Relu [5, 4] [2]",
            "1.body.2 Linear [5, 4] [3]",
            "Add [5, 4] [1, 4]",
            "2 Linear [5, 2] [5]");
  }

  @Test
  void dotIsGraphvizs() {
    assertThat(Summary.of(Activation.RELU, Shape.of(2)).dot())
        .isEqualTo(
            """
            digraph {
              node [shape=box];
              n0 [label="input\\n[2]"];
              n1 [label="Relu\\n[2]"];
              n0 -> n1;
            }
            """);
  }

  @Test
  void boxesStandBelowWhatFlowsIntoThemAndApart() throws Exception {
    Layer model = TransformerEncoder.of(TransformerForm.of(8, 2), 2, rng);
    var graph = Summary.of(model, Shape.of(2, 3, 8));
    List<Element> boxes = elements(graph.svg(), "rect");
    assertThat(boxes).hasSameSizeAs(graph.rows());
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        Element a = boxes.get(i);
        Element b = boxes.get(j);
        boolean row = a.getAttribute("y").equals(b.getAttribute("y"));
        boolean left = end(a) <= number(b, "x");
        assertThat(!row || left || end(b) <= number(a, "x")).as("boxes %d, %d", i, j).isTrue();
      }
    }
    // Every arrow ends on top of a box: one for each flow.
    long arrows =
        elements(graph.svg(), "path").stream()
            .filter(path -> path.hasAttribute("marker-end"))
            .count();
    assertThat(arrows).isEqualTo(graph.rows().stream().mapToLong(b -> b.from().size()).sum());
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  private static int end(Element box) {
    return number(box, "x") + number(box, "width");
  }

  @Test
  void theSameModelGivesTheSamePicture() {
    assertThat(Summary.of(residual(), Shape.of(5, 3)).svg())
        .isEqualTo(Summary.of(residual(), Shape.of(5, 3)).svg());
  }

  @Test
  void namesMayHoldAnyLetter() throws Exception {
    String name = "<a & \"b\\c\">\u0007";
    Layer model =
        new Layer() {
          private final Parameter weight = Parameter.of(new float[] {1}, 1);

          @Override
          public Tensor forward(Tensor x) {
            return x.mul(weight);
          }

          @Override
          public SequencedMap<String, Object> parts() {
            SequencedMap<String, Object> parts = new LinkedHashMap<>();
            parts.put(name + ".weight", weight);
            return parts;
          }
        };
    var graph = Summary.of(model, Shape.of(1));
    assertThat(elements(graph.svg(), "text"))
        .extracting(org.w3c.dom.Node::getTextContent)
        .contains("<a & \"b\\c\">�");
    assertThat(graph.dot()).contains("[label=\"<a & \\\"b\\\\c\\\">");
  }

  @Test
  void aCheckpointedBlockIsOneBox() {
    Layer model = Sequential.of(Linear.of(3, 4, rng), new Checkpointed(Linear.of(4, 4, rng)));
    var graph = Summary.of(model, Shape.of(5, 3));
    assertThat(graph.rows())
        .extracting(row -> row.operation() + (row.nested() ? " within" : ""))
        .containsExactly("input", "Linear", "Linear within", "Checkpointed");
    assertThat(graph.rows().getLast().from()).containsExactly(1);
    assertThat(graph.dot()).contains("n1 -> n3").doesNotContain("n2");
    assertThat(graph.svg().split("<rect")).hasSize(1 + 3);
  }

  @Test
  void viewsAreWhatTheyAreViewsOf() {
    var graph =
        Summary.of(
            x -> {
              Tensor y = x.exp();
              return y.reshape(-1).slice(0, 0, 2).add(y.detach().reshape(-1).slice(0, 1, 3));
            },
            Shape.of(2, 2));
    // Detached is not the same any more: a tensor from outside.
    assertThat(graph.rows())
        .extracting(box -> box.operation() + box.from())
        .containsExactly("input[]", "Exp[0]", "input[]", "Add[1, 2]");
  }

  @Test
  void nothingIsAPictureToo() throws Exception {
    var graph = Summary.of(x -> x, Shape.of(2));
    assertThat(graph.rows()).isEmpty();
    assertThat(elements(graph.svg(), "rect")).isEmpty();
  }
}
