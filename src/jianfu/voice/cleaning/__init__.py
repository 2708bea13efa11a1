"""Files without what they tell of their author: pictures as pixels, papers written anew from what is seen."""
