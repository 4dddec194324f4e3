/** A QR code as SVG, for an app on a telephone to look at: black on white with its quiet zone, on a dark page too. */
import { drawingSVG, qrcode } from 'bwip-js/generic'

/** The library draws a module two units wide; four modules around it stay white. */
const QUIET_UNITS = 8

/** Nothing but the drawing: what the code says stands nowhere in it as text. */
export function qrPicture(text: string): string {
  const quiet = { paddingwidth: QUIET_UNITS, paddingheight: QUIET_UNITS, backgroundcolor: 'ffffff' }
  return qrcode({ bcid: 'qrcode', text, scale: 1, barcolor: '000000', ...quiet }, drawingSVG())
}
