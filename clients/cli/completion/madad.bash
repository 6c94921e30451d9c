# bash completion for madad; `madad completion bash` prints it.
_madad() {
  local program=${1/#\~/$HOME}
  mapfile -t COMPREPLY < <(
    "$program" complete -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
  # What belongs to a name with = is typed right behind it.
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -F _madad madad
