package org.drafthorse.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The overview as bars: each load's main figure, in per cent of the reference's. */
final class Chart {

  private static final int WIDTH = 1400;
  private static final int HEIGHT = 700;

  /** Longer bars are cut off, for the others' sake. */
  private static final double MOST_PERCENT = 150;

  private static final String TITLE =
      "CPU time per message, or heap per idle connection; "
          + Contender.REFERENCE
          + " is 100, and longer bars end at 150";

  private Chart() {}

  /**
   * Writes {@code chart.png} and {@code chart.svg}, or takes away those of a run before.
   *
   * @return false if there is nothing to draw, since the reference was not measured
   */
  static boolean write(Results results, Settings settings, Path directory) throws IOException {
    List<Scenario> scenarios =
        results.scenarios().stream()
            .filter(each -> percent(results, Contender.REFERENCE, each) != null)
            .toList();
    if (scenarios.isEmpty()) {
      Files.deleteIfExists(directory.resolve("chart.png"));
      Files.deleteIfExists(directory.resolve("chart.svg"));
      return false;
    }
    System.setProperty("java.awt.headless", "true");
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(TITLE)
            .yAxisTitle("% of " + Contender.REFERENCE)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(MOST_PERCENT);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setAvailableSpaceFill(0.9);
    List<String> names = scenarios.stream().map(Scenario::id).toList();
    for (Contender server : settings.servers()) {
      List<@Nullable Number> bars = new ArrayList<>();
      scenarios.forEach(each -> bars.add(percent(results, server, each)));
      chart.addSeries(server.id(), names, bars);
    }
    String file = directory.resolve("chart").toString();
    BitmapEncoder.saveBitmap(chart, file, BitmapFormat.PNG);
    VectorGraphicsEncoder.saveVectorGraphic(chart, file, VectorGraphicsFormat.SVG);
    return true;
  }

  private static @Nullable Double percent(Results results, Contender server, Scenario scenario) {
    Metric metric = scenario.mainMetric();
    var own = results.median(server, scenario, metric);
    var reference = results.median(Contender.REFERENCE, scenario, metric);
    if (own.isEmpty() || reference.isEmpty()) {
      return null;
    }
    return 100 * own.getAsDouble() / reference.getAsDouble();
  }
}
