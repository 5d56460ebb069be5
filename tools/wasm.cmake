# Toolchain file of the wasm preset. `node tools/setup.mjs wasm` chose the Emscripten.
set(INK_TOOLCHAIN ${CMAKE_CURRENT_LIST_DIR}/../.toolchain)
if(NOT EXISTS ${INK_TOOLCHAIN}/emscripten.cmake)
    message(FATAL_ERROR "No Emscripten is set up: run `node tools/setup.mjs wasm` first.")
endif()
include(${INK_TOOLCHAIN}/emscripten.cmake)
