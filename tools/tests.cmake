# Every tests/c/test_*.c is one executable and one CTest test, natively and as wasm.
find_program(INK_NODE NAMES node nodejs REQUIRED)

file(GLOB INK_TESTS CONFIGURE_DEPENDS tests/c/test_*.c)
if(NOT EMSCRIPTEN)
    list(FILTER INK_TESTS EXCLUDE REGEX "_wasm[^/]*$")
endif()

function(ink_test_executable source)
    cmake_path(GET source STEM name)
    add_executable(${name} ${source})
    target_compile_options(${name} PRIVATE ${INK_FLAGS} ${INK_WASM_SIMD})
    target_link_libraries(${name} PRIVATE inkling_check inkling)
    if(EMSCRIPTEN)
        ink_wasm_test(${name})
    endif()
endfunction()

foreach(source IN LISTS INK_TESTS)
    cmake_path(GET source STEM name)
    ink_test_executable(${source})
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endforeach()

if(EXISTS ${CMAKE_SOURCE_DIR}/tests/c/train_main.c)
    ink_test_executable(${CMAKE_SOURCE_DIR}/tests/c/train_main.c)
endif()

if(NOT EMSCRIPTEN)
    add_test(NAME includes
             COMMAND ${INK_NODE} ${CMAKE_SOURCE_DIR}/tests/c/check_includes.mjs)
    if(NOT INK_SANITIZE)
        add_test(NAME symbols COMMAND ${INK_NODE} ${CMAKE_SOURCE_DIR}/tests/c/check_symbols.mjs
                                      $<TARGET_OBJECTS:inkling>
                 COMMAND_EXPAND_LISTS)
    endif()
endif()

if(INK_FUZZ)
    file(GLOB INK_FUZZERS CONFIGURE_DEPENDS tests/fuzz/*.c)
    foreach(source IN LISTS INK_FUZZERS)
        cmake_path(GET source STEM name)
        add_executable(${name} ${source} ${INK_SOURCES})
        ink_core(${name} -fsanitize=fuzzer,address -g)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer,address)
        target_link_libraries(${name} PRIVATE ZLIB::ZLIB Threads::Threads m)
    endforeach()
endif()
