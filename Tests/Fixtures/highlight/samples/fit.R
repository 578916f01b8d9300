# fits a scorecard
data <- read.csv("scores.csv", na.strings = c('', "NA"))   # tail
model <- glm(bought ~ recency + log(money + 1), family = binomial(), data = data)
if (nrow(data) > 10L && !is.na(data$x[1])) {
  for (i in 1:3) print(i * 1.5e3 + 0x1F)
} else {
  stop("it's \"empty\"")
}
`odd name` <- function(x, ...) TRUE
value <- NULL; y <- NA_real_; z <- Inf
