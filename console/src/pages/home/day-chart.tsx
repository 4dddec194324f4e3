/** Issued and collected amounts by day. Who cannot see it has its sentence, and the table below. */
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import { beginOf } from '../../days.ts'
import { dayText, moneyText, roughText } from '../../figures.ts'
import { type Language, useLanguage, useWords } from '../../language.tsx'
import { type HomeDay, sumOf } from './home-figures.ts'
import { HOME_WORDS } from './home-words.ts'

const HEIGHT = 240
/** A label of an axis and the air around it. */
const LABEL_PX = 56
const DARK = '(prefers-color-scheme: dark)'

interface Props {
  readonly days: readonly HomeDay[]
  readonly currency: string
}

export function DayChart({ days, currency }: Props) {
  const words = useWords(HOME_WORDS)
  const [language] = useLanguage()
  const [pointed, setPointed] = useState<number | null>(null)
  const day = pointed === null ? undefined : days[pointed]
  const shown = day === undefined ? days : [day]
  const money = (of: readonly HomeDay[], kind: 'collected' | 'issued') =>
    moneyText(sumOf(of, kind).amount, currency, language)
  return (
    <figure className="panel chart">
      <h2>{words.chart}</h2>
      <figcaption className="legend number" aria-hidden="true">
        <span className="muted">{day === undefined ? words.period : dayText(beginOf(day.day) ?? 0, language)}</span>
        <span>
          <span className="swatch collected" /> {words.kinds.collected} {money(shown, 'collected')}
        </span>
        <span>
          <span className="swatch issued" /> {words.kinds.issued} {money(shown, 'issued')}
        </span>
      </figcaption>
      <div role="img" aria-label={words.chartSaid(days.length, money(days, 'collected'), money(days, 'issued'))}>
        <Plot days={days} onPoint={setPointed} />
      </div>
    </figure>
  )
}

interface PlotProps {
  readonly days: readonly HomeDay[]
  readonly onPoint: (index: number | null) => void
}

function Plot({ days, onPoint }: PlotProps) {
  const [language] = useLanguage()
  const isDark = useIsDark()
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read anew where the look has changed
  useEffect(() => {
    const at = place.current
    if (at === null) return
    const plot = new uPlot(optionsOf(at, days, language, onPoint), dataOf(days), at)
    const watch = new ResizeObserver(() => plot.setSize({ width: at.clientWidth, height: HEIGHT }))
    watch.observe(at)
    return () => {
      watch.disconnect()
      plot.destroy()
      onPoint(null)
    }
  }, [days, language, onPoint, isDark])
  return (
    <div className="plot" ref={place}>
      <span className="swatch collected" hidden />
      <span className="swatch issued" hidden />
      <span className="swatch grid" hidden />
    </div>
  )
}

function dataOf(days: readonly HomeDay[]): uPlot.AlignedData {
  return [
    days.map((_, index) => index),
    days.map(({ issued }) => issued.amount),
    days.map(({ collected }) => collected.amount),
  ]
}

/** A canvas knows no style sheet: its colours are those of marks that do. */
function optionsOf(
  at: HTMLElement,
  days: readonly HomeDay[],
  language: Language,
  onPoint: PlotProps['onPoint'],
): uPlot.Options {
  const colourOf = (mark: string) => {
    const found = at.querySelector(`.swatch.${mark}`)
    return found === null ? '' : getComputedStyle(found).color
  }
  const { color: ink, fontFamily } = getComputedStyle(at)
  const grid = { stroke: colourOf('grid'), width: 1 }
  const axis = { stroke: ink, font: `12px ${fontFamily}`, ticks: { show: false } }
  /** As wide a part of its day, the narrower before the wider. */
  const bars = (mark: string, part: number): uPlot.Series => {
    const paths = uPlot.paths.bars?.({ size: [part, 48] })
    const colour = colourOf(mark)
    return { fill: colour, stroke: colour, width: 0, points: { show: false }, ...(paths && { paths }) }
  }
  return {
    width: at.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.5] },
      y: { range: (_, __, max) => [0, max === 0 ? 1 : max * 1.08] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: LABEL_PX,
        incrs: [1, 2, 3, 7, 14],
        values: (_, splits) => splits.map((index) => monthAndDay(days[index]?.day)),
      },
      { ...axis, grid, size: LABEL_PX, values: (_, splits) => splits.map((amount) => roughText(amount, language)) },
    ],
    series: [{}, bars('issued', 0.8), bars('collected', 0.45)],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  }
}

/** `11/22` */
function monthAndDay(day: string | undefined): string {
  return day === undefined ? '' : `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}`
}

function useIsDark(): boolean {
  const [isDark, setDark] = useState(() => matchMedia(DARK).matches)
  useEffect(() => {
    const look = matchMedia(DARK)
    const follow = () => setDark(look.matches)
    look.addEventListener('change', follow)
    return () => look.removeEventListener('change', follow)
  }, [])
  return isDark
}
