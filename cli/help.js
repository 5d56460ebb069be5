export const HELP = `Inkling: trains a handwritten-digit classifier.

  node cli/inkling.js train [--data DATA] [--model M] [--epochs N]
      [--until [validation:|test:]0.98] [--seed N] [--threads N|auto]
      [--build strict|fast|auto] [--save FILE] [--set optimizer.learningRate=0.01 …]
  node cli/inkling.js eval --model M [--data DATA]
  node cli/inkling.js predict --model M [--raw] IMAGE.png …
  node cli/inkling.js describe [--model M]
  node cli/inkling.js gradcheck [--model M] [--seed N] [--set path=value …]
  node cli/inkling.js data fetch NAME
  node cli/inkling.js experiment list [--lang en|ko]
  node cli/inkling.js experiment run NAME[/RUN] [--data DATA] [--seed N] [--seeds N] [--epochs N]
      [--skip FILE] [--threads N|auto] [--build strict|fast|auto] [--lang en|ko]
  node cli/inkling.js export --model M --to onnx|safetensors|npz --out FILE
  node cli/inkling.js bench [--help]

  --model   a preset's name (softmax, mlp, dnn, lenet5, cnn), a JSON file, or saved weights; mlp unless told
  --data    a folder with the four files of MNIST or the like, with mnist.npz or mnist.pkl.gz, or
            with PNG files in folders by class; such a file, or a zip of those; a public set by
            name (mnist, fashion-mnist, kmnist, qmnist, emnist-letters …); synthetic; fake
            (random images). Unless told mnist from $INKLING_DATA or data/cache, else synthetic
  --set     one setting of the model, by its dotted path; may be given several times
  --raw     28×28 pictures as they are, without ink preparation
  IMAGE     a PNG, or a row of an IDX file as t10k-images-idx3-ubyte.gz:17
  --seeds   so many runs of each, with seeds from --seed (1) on: mean ± deviation
  --skip    leaves out what FILE, made of earlier runs' --json lines, holds already
  --json    one JSON object a line on stdout
  --debug   a stack trace with an error

Exit code 2 for wrong usage, 1 for anything else that fails.`;
