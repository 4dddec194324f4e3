/** For tests only: what is in a ZIP, read by the directory at its end, each file’s length and sum looked at. */
import assert from 'node:assert/strict'
import { crc32, inflateRawSync } from 'node:zlib'

export function unzipped(bytes: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'))
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  for (let no = 0; no < count; no += 1) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50)
    const [sum, packed, plain] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)]
    const nameLength = bytes.readUInt16LE(at + 28)
    const local = bytes.readUInt32LE(at + 42)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    assert.equal(bytes.readUInt32LE(local), 0x04034b50)
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const content = inflateRawSync(bytes.subarray(begin, begin + packed))
    assert.deepEqual([content.length, crc32(content)], [plain, sum], name)
    files.set(name, content.toString('utf8'))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}
