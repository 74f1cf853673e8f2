/** @import { Bytes } from "./bytes.js" */
import { Malformed, compare, join, same, utf8 } from "./bytes.js";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_LENGTH = 22;
const VERSION = 20;
const UNIX = 3;
const MODE = (0o100644 << 16) >>> 0; // a plain file that its owner writes and all read
const DATE = 0x21; // 1980-01-01
const CRC = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

/**
 * The files of a bundle; Malformed where it is not, byte for byte, as a bundle is written: a zip
 * archive of stored files, sorted by name, without times of their own.
 * @param {Bytes} data
 * @returns {Map<string, Bytes>}
 */
export function readArchive(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const end = data.length - END_LENGTH;
  if (end < 0 || view.getUint32(end, true) !== END) {
    throw new Malformed("the bundle is not a zip archive, or its directory is damaged");
  }
  const files = new Map();
  try {
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      at = readMember(data, view, at, files);
    }
  } catch (fault) {
    if (fault instanceof RangeError) throw new Malformed("the archive's directory is damaged");
    throw fault;
  }
  if (!same(writeArchive(files), data)) {
    throw new Malformed("the archive is not as a bundle is written: it was changed or packed anew");
  }
  return files;
}

/**
 * @param {Bytes} data
 * @param {DataView} view
 * @param {number} at in the directory
 * @param {Map<string, Bytes>} files
 */
function readMember(data, view, at, files) {
  const [size, nameLength, start] = [
    view.getUint32(at + 24, true),
    view.getUint16(at + 28, true),
    view.getUint32(at + 42, true),
  ];
  const name = String.fromCharCode(...data.subarray(at + 46, at + 46 + nameLength));
  const content = start + 30 + nameLength;
  files.set(name, data.slice(content, content + size));
  return at + 46 + nameLength;
}

/**
 * The one archive of these files.
 * @param {Map<string, Bytes>} files
 */
export function writeArchive(files) {
  const names = [...files.keys()].sort((one, other) => compare(utf8(one), utf8(other)));
  const [locals, directory] = [/** @type {Bytes[]} */ ([]), /** @type {Bytes[]} */ ([])];
  let at = 0;
  for (const name of names) {
    const raw = files.get(name) ?? new Uint8Array(0);
    const sizes = [
      [4, crcOf(raw)],
      [4, raw.length],
      [4, raw.length],
      [2, utf8(name).length],
      [2, 0],
    ];
    const common = [[2, VERSION], [2, 0], [2, 0], [2, 0], [2, DATE], ...sizes];
    locals.push(packed([[4, LOCAL], ...common]), utf8(name), raw);
    const rest = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, MODE],
      [4, at],
    ];
    directory.push(packed([[4, CENTRAL], [1, VERSION], [1, UNIX], ...common, ...rest]), utf8(name));
    at += 30 + utf8(name).length + raw.length;
  }
  const listed = join(...directory);
  const count = names.length;
  const tail = [
    [4, END],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, listed.length],
    [4, at],
    [2, 0],
  ];
  return join(...locals, listed, packed(tail));
}

/**
 * Numbers little-endian, each with its width in bytes.
 * @param {number[][]} numbers
 */
function packed(numbers) {
  return Uint8Array.from(
    numbers.flatMap(([width, number]) =>
      Array.from({ length: width }, (_, at) => Math.floor(number / 256 ** at) & 0xff),
    ),
  );
}

/** @param {Bytes} raw */
function crcOf(raw) {
  let crc = 0xffffffff;
  for (const byte of raw) crc = CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
