# Toolchain file of the wasm preset. `node tools/setup.mjs wasm` chose the Emscripten.
set(INK_TOOLCHAIN ${CMAKE_CURRENT_LIST_DIR}/../.toolchain)
if(NOT EXISTS ${INK_TOOLCHAIN}/emscripten.cmake)
    message(FATAL_ERROR "No Emscripten is set up: run `node tools/setup.mjs wasm` first.")
endif()
include(${INK_TOOLCHAIN}/emscripten.cmake)

# Where python3 is a version manager's, its start takes longer than clang does for a file of ours.
if(EXISTS ${INK_TOOLCHAIN}/usr/share/emscripten AND EXISTS /usr/bin/python3)
    set(CMAKE_C_COMPILER_LAUNCHER env PYTHON=/usr/bin/python3)
endif()
