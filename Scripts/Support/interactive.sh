# Sourced by the scripts of the REPL and of notebooks: where the toolchain and its Python are, and the flags that load this package.

# The folder of the toolchain, above usr/bin/swift.
toolchain_folder() {
  local swift
  swift=$(readlink -f "$(command -v swift)")
  # Version managers put a launcher on the PATH; the compiler itself says where it is.
  swift -print-target-info 2>/dev/null | sed -n 's/.*"runtimeResourcePath": "\(.*\)\/usr\/lib\/swift".*/\1/p' | head -n 1
}

# The folder with the Python library that the toolchain's lldb is linked with; empty where it needs none or none is found.
python_library_folder() {
  local toolchain=$1 wanted place
  wanted=$(ldd "$toolchain/usr/bin/lldb" 2>/dev/null | sed -n 's/^[[:space:]]*\(libpython[^ ]*\).*/\1/p' | head -n 1)
  if [ -z "$wanted" ]; then
    wanted=$(ldd "$toolchain"/usr/lib/liblldb.so* 2>/dev/null | sed -n 's/^[[:space:]]*\(libpython[^ ]*\).*/\1/p' | head -n 1)
  fi
  [ -n "$wanted" ] || return 0
  for place in ${SCALING_PYTHON_LIBRARY:+"$SCALING_PYTHON_LIBRARY"} \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/lib /usr/lib/x86_64-linux-gnu /usr/lib/aarch64-linux-gnu /usr/local/lib; do
    if [ -e "$place/$wanted" ]; then
      echo "$place"
      return 0
    fi
  done
  echo "The toolchain's lldb wants $wanted, which is not in ~/.pyenv/versions/*/lib, /usr/lib or /usr/local/lib." >&2
  echo "Install that Python as a shared library (pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install 3.10) or name its folder in SCALING_PYTHON_LIBRARY." >&2
  return 1
}

# Builds the library that the REPL loads; prints the folder of the products.
build_dynamic_library() {
  swift build -c release --product ScalingAnalyticsDynamic >&2
  swift build -c release --show-bin-path
}

# The flags for `swift repl`, one a line: modules, the module maps of the C targets, the library.
repl_flags() {
  local products=$1 map
  printf '%s\n' "-I$products/Modules"
  for map in "$products"/*.build/module.modulemap; do printf '%s\n' -Xcc "-fmodule-map-file=$map"; done
  printf '%s\n' "-L$products" -lScalingAnalyticsDynamic
}
