package io.reverie.golden;

import io.reverie.optim.Adadelta;
import io.reverie.optim.Adagrad;
import io.reverie.optim.Adam;
import io.reverie.optim.AdamW;
import io.reverie.optim.Adamax;
import io.reverie.optim.NAdam;
import io.reverie.optim.OneCycle;
import io.reverie.optim.Optimizer;
import io.reverie.optim.RAdam;
import io.reverie.optim.RmsProp;
import io.reverie.optim.Schedule;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Optimizers, step by step, and learning-rate schedules. */
final class OptimizerGolden {
  private OptimizerGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    for (String name :
        List.of(
            "sgd", "adam", "adamw", "adamax", "nadam", "radam", "rmsprop", "adagrad", "adadelta")) {
      ops.put(name, g -> steps(g, name));
    }
    rate(ops, "constant", g -> Schedule.constant(base(g)));
    rate(ops, "step", g -> Schedule.step(base(g), g.number("step_size"), real(g, "gamma", 0.1)));
    rate(
        ops,
        "multistep",
        g -> Schedule.multiStep(base(g), real(g, "gamma", 0.1), g.numbers("milestones")));
    rate(ops, "exponential", g -> Schedule.exponential(base(g), real(g, "gamma", 0.1)));
    rate(
        ops,
        "polynomial",
        g -> Schedule.polynomial(base(g), g.number("total", 5), real(g, "power", 1)));
    rate(ops, "cosine", g -> Schedule.cosine(base(g), g.number("total"), real(g, "min", 0)));
    rate(
        ops,
        "cosine_restarts",
        g ->
            Schedule.cosineRestarts(
                base(g), g.number("first"), g.number("factor", 1), real(g, "min", 0)));
    rate(
        ops,
        "linear",
        g ->
            Schedule.linear(
                base(g), real(g, "start", 1.0 / 3), real(g, "end", 1), g.number("total", 5)));
    rate(
        ops,
        "one_cycle",
        g ->
            new OneCycle(
                real(g, "max", 0),
                g.number("total"),
                real(g, "pct_start", 0.3),
                real(g, "div", 25),
                real(g, "final_div", 1e4)));
  }

  private static double base(GoldenCase g) {
    return g.attribute("base").getAsDouble();
  }

  private static double real(GoldenCase g, String name, double otherwise) {
    return g.hasAttribute(name) ? g.attribute(name).getAsDouble() : otherwise;
  }

  private static void rate(
      Map<String, GoldenOp> ops, String name, Function<GoldenCase, Schedule> make) {
    ops.put(
        "rate_" + name,
        g -> {
          float[] rates = new float[g.wanted("rates").size()];
          // By way of an optimizer, so that its following is held too.
          Parameters none = Parameters.of(new LinkedHashMap<>());
          Optimizer optimizer = Sgd.of(none, 0).follow(make.apply(g));
          for (int i = 0; i < rates.length; i++) {
            optimizer.step();
            rates[i] = optimizer.rate();
          }
          g.out("rates", Tensor.of(rates));
        });
  }

  private static void steps(GoldenCase g, String name) {
    Parameter p = g.parameter("p");
    var named = new LinkedHashMap<String, Parameter>();
    named.put("p", p);
    Optimizer optimizer = of(name, g, Parameters.of(named));
    for (int i = 0; g.has("g" + i); i++) {
      Tensor gradient = g.constant("g" + i);
      System.arraycopy(gradient.array(), 0, p.gradient().array(), p.offset(), p.size());
      optimizer.step();
      g.out("p" + i, p.copy());
    }
  }

  /** The optimizer of this name with the settings of the case. */
  static Optimizer of(String name, GoldenCase g, Parameters parameters) {
    float rate = g.real("lr", 1e-3f);
    float decay = g.real("weight_decay", 0);
    float beta1 = g.real("beta1", 0.9f);
    float beta2 = g.real("beta2", 0.999f);
    float epsilon = g.real("eps", 1e-8f);
    boolean decoupled = g.flag("decoupled_weight_decay", false);
    return switch (name) {
      case "sgd" -> sgd(g, Sgd.of(parameters, rate).weightDecay(decay));
      case "adam" ->
          (g.flag("amsgrad", false) ? Adam.amsgrad(parameters, rate) : Adam.of(parameters, rate))
              .betas(beta1, beta2)
              .epsilon(epsilon)
              .weightDecay(decay);
      case "adamw" ->
          (g.flag("amsgrad", false) ? AdamW.amsgrad(parameters, rate) : AdamW.of(parameters, rate))
              .betas(beta1, beta2)
              .epsilon(epsilon)
              .weightDecay(g.real("weight_decay", 0.01f));
      case "adamax" ->
          Adamax.of(parameters, rate).betas(beta1, beta2).epsilon(epsilon).weightDecay(decay);
      case "nadam" -> {
        NAdam nadam =
            NAdam.of(parameters, rate).betas(beta1, beta2).epsilon(epsilon).weightDecay(decay);
        nadam.momentumDecay(g.real("momentum_decay", 0.004f));
        yield decoupled ? nadam.decoupled() : nadam;
      }
      case "radam" -> {
        RAdam radam =
            RAdam.of(parameters, rate).betas(beta1, beta2).epsilon(epsilon).weightDecay(decay);
        yield decoupled ? radam.decoupled() : radam;
      }
      case "rmsprop" -> {
        RmsProp rmsprop =
            RmsProp.of(parameters, rate)
                .alpha(g.real("alpha", 0.99f))
                .epsilon(epsilon)
                .momentum(g.real("momentum", 0))
                .weightDecay(decay);
        yield g.flag("centered", false) ? rmsprop.centered() : rmsprop;
      }
      case "adagrad" ->
          Adagrad.of(parameters, rate)
              .epsilon(g.real("eps", 1e-10f))
              .rateDecay(g.real("lr_decay", 0))
              .start(g.real("initial_accumulator_value", 0))
              .weightDecay(decay);
      case "adadelta" ->
          Adadelta.of(parameters, rate)
              .rho(g.real("rho", 0.9f))
              .epsilon(g.real("eps", 1e-6f))
              .weightDecay(decay);
      default -> throw new IllegalArgumentException("optimizer " + name);
    };
  }

  private static Sgd sgd(GoldenCase g, Sgd sgd) {
    float momentum = g.real("momentum", 0);
    if (momentum != 0) {
      sgd.momentum(momentum).dampening(g.real("dampening", 0));
    }
    return g.flag("nesterov", false) ? sgd.nesterov() : sgd;
  }
}
