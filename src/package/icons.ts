import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { AppError } from '../errors.ts';

/** Sizes that Teams asks for, in pixels (app manifest schema, `icons`). */
const COLOR_SIZE = 192;
const OUTLINE_SIZE = 32;

/** The colour of our icon's source, which the brand's takes the place of. */
const OUR_COLOR = /#4f52b2/gi;

const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };

/** Our icon in the brand's colour: a PNG of 192 by 192. */
export function ourColorIcon(svg: string, brandColor: string): Promise<Buffer> {
  return onGround(Buffer.from(svg.replace(OUR_COLOR, brandColor)), brandColor);
}

/** Somebody's own picture as the large icon. Throws AppError `package.iconUnreadable`. */
export function ownColorIcon(file: string, brandColor: string): Promise<Buffer> {
  return readable('APP_ICON', file, (picture) => onGround(picture, brandColor));
}

/** Our small icon: white lines on nothing, a PNG of 32 by 32. */
export function ourOutlineIcon(svg: string): Promise<Buffer> {
  return inWhite(Buffer.from(svg));
}

/** Somebody's own picture as the small icon. Throws AppError `package.iconUnreadable`, `package.outlineSolid`. */
export function ownOutlineIcon(file: string): Promise<Buffer> {
  return readable('APP_ICON_OUTLINE', file, async (picture) => {
    if ((await sharp(picture).stats()).isOpaque)
      throw new AppError('package.outlineSolid', { file });
    return inWhite(picture);
  });
}

function onGround(picture: Buffer, ground: string): Promise<Buffer> {
  return sharp(picture)
    .resize(COLOR_SIZE, COLOR_SIZE, { fit: 'contain', background: ground })
    .flatten({ background: ground })
    .png()
    .toBuffer();
}

/** Teams colours the small icon by itself: only white and transparent pixels are allowed. */
async function inWhite(picture: Buffer): Promise<Buffer> {
  const alpha = await sharp(picture)
    .resize(OUTLINE_SIZE, OUTLINE_SIZE, { fit: 'contain', background: CLEAR })
    .ensureAlpha()
    .extractChannel('alpha')
    .raw()
    .toBuffer();
  const pixels = Buffer.alloc(OUTLINE_SIZE * OUTLINE_SIZE * 4, 255);
  for (const [at, value] of alpha.entries()) pixels[at * 4 + 3] = value;
  return sharp(pixels, { raw: { width: OUTLINE_SIZE, height: OUTLINE_SIZE, channels: 4 } })
    .png()
    .toBuffer();
}

async function readable(
  name: string,
  file: string,
  draw: (picture: Buffer) => Promise<Buffer>,
): Promise<Buffer> {
  try {
    return await draw(readFileSync(file));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('package.iconUnreadable', { name, file }, { cause });
  }
}
