/** As much of the protobuf wire format as ONNX needs (protobuf.dev, "Encoding"). */

const VARINT = 0;
const BYTES = 2;
const FLOAT = 5;

/** One message: fields are added, then taken as bytes. */
export class Message {
  /** @type {Uint8Array[]} */
  #parts = [];
  length = 0;

  /** @param {number} field @param {number} value whole; negative ones take ten bytes */
  integer(field, value) {
    this.#key(field, VARINT);
    return this.#add(varint(value));
  }

  /** @param {number} field @param {number[]} values not packed, as ONNX's proto2 has them */
  integers(field, values) {
    for (const value of values) this.integer(field, value);
    return this;
  }

  /** @param {number} field @param {number} value */
  float(field, value) {
    this.#key(field, FLOAT);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#add(bytes);
  }

  /** @param {number} field @param {string} value */
  text(field, value) {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** @param {number} field @param {Uint8Array} value */
  bytes(field, value) {
    this.#key(field, BYTES);
    this.#add(varint(value.length));
    return this.#add(value);
  }

  /** @param {number} field @param {Message} value */
  message(field, value) {
    this.#key(field, BYTES);
    this.#add(varint(value.length));
    for (const part of value.#parts) this.#add(part);
    return this;
  }

  /** @param {number} field @param {Message[]} values */
  messages(field, values) {
    for (const value of values) this.message(field, value);
    return this;
  }

  /** @returns {Uint8Array} */
  encode() {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** @param {number} field @param {number} kind */
  #key(field, kind) {
    this.#add(varint(field * 8 + kind));
  }

  /** @param {Uint8Array} bytes */
  #add(bytes) {
    this.#parts.push(bytes);
    this.length += bytes.length;
    return this;
  }
}

/** Seven bits a byte, the low ones first. @param {number} value */
function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Uint8Array.of(...bytes, Number(rest));
}
