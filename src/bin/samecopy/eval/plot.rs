//! Precision against recall as an image.

use plotters::{
    coord::{Shift, types::RangedCoordf64},
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};
use samecopy::eval::{CurvePoint, Evaluation, Setting};

use super::text::grouped;

type Image<'i> = DrawingArea<SVGBackend<'i>, Shift>;
type Chart<'c, 'i> = ChartContext<'c, SVGBackend<'i>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn<T = ()> = Result<T, DrawingAreaErrorKind<std::io::Error>>;

const WIDTH: u32 = 760;
const HEIGHT: u32 = 680;
/// Coordinates are whole numbers: drawn larger and shown smaller, lines are smooth.
const FINE: u32 = 4;

const INK: RGBColor = RGBColor(33, 37, 41);
const GREY: RGBColor = RGBColor(134, 142, 150);
const PALE: RGBColor = RGBColor(222, 226, 230);
const OVERLAP: RGBColor = RGBColor(165, 200, 235);
const FOUND: RGBColor = RGBColor(25, 113, 194);
const IN_EFFECT: RGBColor = RGBColor(224, 49, 49);
const BEST: RGBColor = RGBColor(47, 158, 68);

/// The curves of an evaluation as SVG, with the threshold in effect and the best one marked, over lines of equal F1.
pub fn precision_recall(evaluation: &Evaluation) -> String {
    let mut svg = String::new();
    {
        let image = SVGBackend::with_string(&mut svg, (WIDTH * FINE, HEIGHT * FINE)).into_drawing_area();
        draw(&image, evaluation).expect("writing to a string does not fail");
    }
    let size = |factor: u32| format!("width=\"{}\" height=\"{}\"", WIDTH * factor, HEIGHT * factor);
    svg.replacen(&size(FINE), &size(1), 1)
}

fn draw(image: &Image<'_>, evaluation: &Evaluation) -> Drawn {
    image.fill(&WHITE)?;
    let title = format!("Average precision {:.4}", evaluation.pairs.average_precision);
    image.draw(&Text::new(title, (fine(72), fine(22)), text(22, INK)))?;
    let labels = &evaluation.labels;
    let (same, different) = (grouped(labels.same), grouped(labels.different));
    let subtitle = format!("{same} labelled pairs of the same copy, {different} of other copies");
    image.draw(&Text::new(subtitle, (fine(72), fine(52)), text(14, GREY)))?;

    let mut chart = ChartBuilder::on(image)
        .margin_top(fine(84))
        .margin_right(fine(64))
        .margin_bottom(fine(12))
        .margin_left(fine(12))
        .x_label_area_size(fine(48))
        .y_label_area_size(fine(60))
        .build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(GREY.stroke_width(FINE))
        .set_all_tick_mark_size(fine(5))
        .x_desc("recall")
        .y_desc("precision")
        .axis_desc_style(text(16, INK))
        .label_style(text(14, INK))
        .x_labels(6)
        .y_labels(6)
        .x_label_formatter(&|value| format!("{value:.1}"))
        .y_label_formatter(&|value| format!("{value:.1}"))
        .draw()?;
    equal_f1(&mut chart)?;
    curve(&mut chart, &evaluation.curve, OVERLAP, 4)?;
    curve(&mut chart, &evaluation.found_curve, FOUND, 2)?;
    marks(&mut chart, evaluation)?;
    image.present()
}

/// F1 is constant along p = f·r / (2r − f). The corner of the legend is left blank.
fn equal_f1(chart: &mut Chart<'_, '_>) -> Drawn {
    const STEPS: u32 = 200;
    for f1 in [0.2_f64, 0.4, 0.6, 0.8, 0.9] {
        let least = f1 / (2.0 - f1);
        let recalls = (0..=STEPS).map(|step| least.powf(1.0 - f64::from(step) / f64::from(STEPS)));
        let line = recalls.map(|recall| (recall, f1 * recall / (2.0 * recall - f1)));
        chart.draw_series(LineSeries::new(line, PALE.stroke_width(FINE)))?;
        let style = text(12, GREY).pos(Pos::new(HPos::Left, VPos::Center));
        let beside = Text::new(format!("F1 {f1}"), (fine(8), 0), style);
        chart.draw_series([EmptyElement::at((1.0, least)) + beside])?;
    }
    let legend = Rectangle::new([(0.01, 0.015), (0.5, 0.21)], WHITE.filled());
    chart.draw_series([legend])?;
    Ok(())
}

fn curve(chart: &mut Chart<'_, '_>, points: &[CurvePoint], colour: RGBColor, width: u32) -> Drawn {
    // Where nothing is found yet, precision is that of the first pairs found.
    let start = points.first().map(|point| (0.0, point.precision));
    let points = points.iter().map(|point| (point.recall, point.precision));
    let line = LineSeries::new(start.into_iter().chain(points), colour.stroke_width(width * FINE));
    chart.draw_series(line)?;
    Ok(())
}

/// What is said of the two settings.
#[derive(Clone, Copy)]
enum Mark {
    InEffect,
    Best,
}

/// The two settings as points, and the legend in the lower left corner, where a good curve leaves room.
fn marks(chart: &mut Chart<'_, '_>, evaluation: &Evaluation) -> Drawn {
    let in_effect = (Mark::InEffect, evaluation.pairs.setting, "in effect");
    let best = evaluation.best.map(|best| (Mark::Best, best, "best"));
    let mut row = 0;
    for (shape, Setting { threshold, rates }, name) in best.into_iter().chain([in_effect]) {
        mark(chart, (rates.recall, rates.precision), shape)?;
        let y = legend(chart, row, format!("{name}: threshold {threshold:.2}, F1 {:.3}", rates.f1))?;
        mark(chart, (0.045, y), shape)?;
        row += 1;
    }
    let curves =
        [(FOUND, "what a scan finds, by threshold"), (OVERLAP, "all pairs that were compared, by overlap")];
    for (colour, name) in curves {
        let y = legend(chart, row, name.to_owned())?;
        chart.draw_series(LineSeries::new([(0.025, y), (0.065, y)], colour.stroke_width(3 * FINE)))?;
        row += 1;
    }
    Ok(())
}

/// Writes a row of the legend, counted from below, and returns its height.
fn legend(chart: &mut Chart<'_, '_>, row: u32, name: String) -> Drawn<f64> {
    let y = 0.045 + 0.045 * f64::from(row);
    let style = text(14, INK).pos(Pos::new(HPos::Left, VPos::Center));
    chart.draw_series([Text::new(name, (0.085, y), style)])?;
    Ok(y)
}

fn mark(chart: &mut Chart<'_, '_>, at: (f64, f64), mark: Mark) -> Drawn {
    let circle = |radius: i32, style: ShapeStyle| Circle::new(at, fine(radius), style);
    chart.draw_series(match mark {
        Mark::InEffect => [circle(7, WHITE.filled()), circle(5, IN_EFFECT.filled())],
        // A ring, which still shows where the two settings are one.
        Mark::Best => [circle(8, WHITE.stroke_width(5 * FINE)), circle(8, BEST.stroke_width(3 * FINE))],
    })?;
    Ok(())
}

fn fine(pixels: i32) -> i32 {
    pixels * FINE as i32
}

fn text(size: i32, colour: RGBColor) -> TextStyle<'static> {
    ("sans-serif", fine(size)).into_font().color(&colour)
}
