// Before main() of a C test under Node: getenv() sees Node's environment, INKLING_DATA for one.
Module.preRun = [
  () => {
    if (typeof ENV !== 'undefined') Object.assign(ENV, process.env);
  },
];
